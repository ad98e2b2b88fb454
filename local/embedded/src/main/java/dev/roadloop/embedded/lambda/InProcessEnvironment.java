package dev.roadloop.embedded.lambda;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A handler in this JVM. A call runs on a virtual thread of its own; at its deadline the caller
/// gets the timeout error and the thread an interrupt. Code that ignores the interrupt runs on
/// unseen: only strict mode can end it for certain.
final class InProcessEnvironment implements ExecutionEnvironment {

    private static final Duration INIT_LIMIT = Duration.ofSeconds(10);

    private final FunctionConfig function;
    private final FunctionCode code;
    private final Map<String, String> environment;
    private final String logStream;
    private final Consumer<String> log;
    private final Clock clock;
    private volatile @Nullable Handler handler;

    InProcessEnvironment(
            FunctionConfig function,
            FunctionCode code,
            Map<String, String> environment,
            String logStream,
            Consumer<String> log,
            Clock clock) {
        this.function = function;
        this.code = code;
        this.environment = environment;
        this.logStream = logStream;
        this.log = log;
        this.clock = clock;
        StandardStreams.route();
    }

    @Override
    public Optional<InvocationResult> start() {
        if (handler != null) {
            return Optional.empty();
        }
        Duration limit = INIT_LIMIT.plus(function.timeout());
        InvocationResult loaded =
                within(
                        limit,
                        "init",
                        () -> {
                            handler =
                                    HandlerLoader.load(
                                            function, code.loader(function.code()), environment);
                            return "";
                        },
                        () ->
                                ErrorDocument.of(
                                        "Sandbox.Timedout",
                                        "Init of function "
                                                + function.name()
                                                + " did not end within "
                                                + limit.toSeconds()
                                                + " s"));
        return loaded.failed()
                ? Optional.of(InvocationResult.lost(loaded.payload()))
                : Optional.empty();
    }

    @Override
    public InvocationResult invoke(Invocation invocation) {
        Handler ready = handler;
        if (ready == null) {
            throw new IllegalStateException(
                    "function " + function.name() + " is invoked before its start");
        }
        InvocationContext context =
                new InvocationContext(function, invocation, logStream, log, clock);
        return within(
                Duration.between(clock.instant(), invocation.deadline()),
                invocation.requestId(),
                () -> ready.handle(invocation.payload(), context),
                () -> ErrorDocument.timedOut(invocation.requestId(), function.timeout()));
    }

    private InvocationResult within(
            Duration limit, String id, Callable<String> work, Supplier<String> timedOut) {
        CompletableFuture<InvocationResult> outcome = new CompletableFuture<>();
        Thread thread =
                Thread.ofVirtual()
                        .name(function.name() + "-" + id)
                        .start(() -> outcome.complete(run(work)));
        try {
            return outcome.get(Math.max(1, limit.toMillis()), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            thread.interrupt();
            return InvocationResult.lost(timedOut.get());
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
            return InvocationResult.lost(
                    ErrorDocument.of(
                            "Sandbox.Interrupted",
                            "RequestId: " + id + " Error: the embedded mode is closing"));
        } catch (ExecutionException e) {
            throw new IllegalStateException("an invocation's outcome is never exceptional", e);
        }
    }

    /// Whatever the function's code throws becomes its error document, as in Lambda.
    private InvocationResult run(Callable<String> work) {
        StandardStreams.bind(log);
        try {
            Thread.currentThread().setContextClassLoader(code.loader(function.code()));
            return InvocationResult.answered(work.call());
        } catch (OutOfMemoryError e) {
            return InvocationResult.lost(
                    ErrorDocument.of(
                            "Runtime.OutOfMemory",
                            "function " + function.name() + ": " + e.getMessage()));
        } catch (Throwable e) {
            String document = ErrorDocument.of(e);
            log.accept(document);
            return InvocationResult.failed(document);
        }
    }

    @Override
    public void close() {
        handler = null;
    }
}
