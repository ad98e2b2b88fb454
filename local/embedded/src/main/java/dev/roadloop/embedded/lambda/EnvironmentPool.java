package dev.roadloop.embedded.lambda;

import dev.roadloop.embedded.api.ApiException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/// The execution environments of one function: reuses idle ones, makes more as calls overlap.
///
/// A reserved concurrency refuses calls beyond it, as Lambda does. Below it, no more than
/// `parallel` calls run at once, for the machine's sake: further ones wait, and their timeout
/// begins when they run.
final class EnvironmentPool implements AutoCloseable {

    private final FunctionConfig function;
    private final EnvironmentFactory factory;
    private final Function<String, Consumer<String>> logs;
    private final Clock clock;
    private final Semaphore slots;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Deque<Warm> idle = new ConcurrentLinkedDeque<>();
    private final Set<Warm> all = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// Makes an environment whose output goes to `log`, under the stream's name.
    @FunctionalInterface
    interface EnvironmentFactory {
        ExecutionEnvironment create(String logStream, Consumer<String> log);
    }

    private record Warm(ExecutionEnvironment environment, LogTail log) {}

    /// A result with the last lines that the call printed.
    record Outcome(InvocationResult result, String logTail) {}

    EnvironmentPool(
            FunctionConfig function,
            EnvironmentFactory factory,
            Function<String, Consumer<String>> logs,
            Clock clock,
            int parallel) {
        this.function = function;
        this.factory = factory;
        this.logs = logs;
        this.clock = clock;
        this.slots = new Semaphore(parallel);
    }

    FunctionConfig function() {
        return function;
    }

    /// @throws ApiException `TooManyRequestsException` beyond the reserved concurrency
    Outcome invoke(String requestId, String payload, String clientContext, String traceId)
            throws InterruptedException {
        int limit = function.reservedConcurrency().orElse(Integer.MAX_VALUE);
        try {
            if (inFlight.incrementAndGet() > limit) {
                throw new ApiException("TooManyRequestsException", 429, "Rate Exceeded.");
            }
            slots.acquire();
            try {
                return run(requestId, payload, clientContext, traceId);
            } finally {
                slots.release();
            }
        } finally {
            inFlight.decrementAndGet();
        }
    }

    private Outcome run(String requestId, String payload, String clientContext, String traceId) {
        Warm warm = take();
        warm.log().clear();
        warm.log().accept("START RequestId: " + requestId + " Version: $LATEST");
        Optional<InvocationResult> broken = warm.environment().start();
        Instant begin = clock.instant();
        InvocationResult result =
                broken.orElseGet(() ->
                        warm.environment()
                                .invoke(
                                        new Invocation(
                                                requestId,
                                                payload,
                                                begin.plus(function.timeout()),
                                                traceId,
                                                clientContext)));
        double millis = Duration.between(begin, clock.instant()).toNanos() / 1e6;
        warm.log().accept("END RequestId: " + requestId);
        warm.log()
                .accept(
                        String.format(
                                Locale.ROOT,
                                "REPORT RequestId: %s\tDuration: %.2f ms\tBilled Duration: %d ms"
                                        + "\tMemory Size: %d MB%s",
                                requestId,
                                millis,
                                (long) Math.ceil(millis),
                                function.memoryMiB(),
                                result.reusable() ? "" : "\tStatus: error"));
        Outcome outcome = new Outcome(result, warm.log().base64());
        if (result.reusable() && !closed) {
            idle.addFirst(warm);
        } else {
            all.remove(warm);
            warm.environment().close();
        }
        return outcome;
    }

    private Warm take() {
        Warm warm = idle.pollFirst();
        if (warm != null) {
            return warm;
        }
        byte[] instance = new byte[16];
        ThreadLocalRandom.current().nextBytes(instance);
        String stream =
                LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString().replace('-', '/')
                        + "/[$LATEST]"
                        + HexFormat.of().formatHex(instance);
        LogTail log = new LogTail(logs.apply(stream));
        Warm fresh = new Warm(factory.create(stream, log), log);
        all.add(fresh);
        return fresh;
    }

    @Override
    public void close() {
        closed = true;
        all.forEach(warm -> warm.environment().close());
        all.clear();
        idle.clear();
    }
}
