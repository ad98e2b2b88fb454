package dev.roadloop.embedded.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// The runtime API that one environment's runtime talks to: it asks for the next event and posts
/// what came of it.
///
/// Source: "Lambda runtime API" of the Lambda developer guide.
final class RuntimeEndpoint implements AutoCloseable {

    private static final String PREFIX = "/2018-06-01/runtime/";
    private static final String INVOCATION = PREFIX + "invocation/";

    private final String functionArn;
    private final HttpServer server;
    private final LinkedBlockingQueue<Invocation> next = new LinkedBlockingQueue<>();
    private final CompletableFuture<Optional<InvocationResult>> ready = new CompletableFuture<>();
    private volatile @Nullable Pending pending;

    private record Pending(String requestId, CompletableFuture<InvocationResult> result) {}

    RuntimeEndpoint(String functionArn) {
        this.functionArn = functionArn;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the runtime API of " + functionArn + " cannot listen: " + e.getMessage(), e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(PREFIX, this::handle);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /// Waits until the runtime asks for its first event.
    ///
    /// @return the error's result if it reported one or ended instead
    Optional<InvocationResult> awaitReady(Duration limit) {
        try {
            return ready.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return Optional.of(
                    InvocationResult.lost(
                            ErrorDocument.of(
                                    "Sandbox.Timedout",
                                    "Init did not end within " + limit.toSeconds() + " s")));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(
                    InvocationResult.lost(
                            ErrorDocument.of(
                                    "Sandbox.Interrupted", "the embedded mode is closing")));
        } catch (ExecutionException e) {
            throw new IllegalStateException("readiness never ends exceptionally", e);
        }
    }

    /// Gives the event to the runtime and waits for what comes of it.
    InvocationResult exchange(Invocation invocation, Duration timeout) {
        CompletableFuture<InvocationResult> result = new CompletableFuture<>();
        pending = new Pending(invocation.requestId(), result);
        next.add(invocation);
        try {
            long millis =
                    Math.max(1, Duration.between(Instant.now(), invocation.deadline()).toMillis());
            return result.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return InvocationResult.lost(ErrorDocument.timedOut(invocation.requestId(), timeout));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return InvocationResult.lost(
                    ErrorDocument.of(
                            "Sandbox.Interrupted",
                            "RequestId: "
                                    + invocation.requestId()
                                    + " Error: the embedded mode is closing"));
        } catch (ExecutionException e) {
            throw new IllegalStateException("an invocation's result never ends exceptionally", e);
        }
    }

    /// Tells that the runtime's process ended.
    void exited(int status) {
        Pending waiting = pending;
        String id = waiting == null ? "init" : waiting.requestId();
        InvocationResult lost =
                InvocationResult.lost(
                        ErrorDocument.of(
                                "Runtime.ExitError",
                                "RequestId: "
                                        + id
                                        + " Error: Runtime exited with error: exit status "
                                        + status));
        ready.complete(Optional.of(lost));
        if (waiting != null) {
            waiting.result().complete(lost);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        try (exchange) {
            if (path.equals(INVOCATION + "next")) {
                ready.complete(Optional.empty());
                giveNext(exchange);
            } else if (path.equals(PREFIX + "init/error")) {
                ready.complete(Optional.of(InvocationResult.lost(body(exchange))));
                exchange.sendResponseHeaders(202, -1);
            } else if (path.startsWith(INVOCATION) && path.endsWith("/response")) {
                settle(exchange, path, InvocationResult.answered(body(exchange)));
            } else if (path.startsWith(INVOCATION) && path.endsWith("/error")) {
                settle(exchange, path, InvocationResult.failed(body(exchange)));
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private void giveNext(HttpExchange exchange) throws IOException {
        try {
            Invocation invocation = next.take();
            var headers = exchange.getResponseHeaders();
            headers.set("Lambda-Runtime-Aws-Request-Id", invocation.requestId());
            headers.set(
                    "Lambda-Runtime-Deadline-Ms",
                    Long.toString(invocation.deadline().toEpochMilli()));
            headers.set("Lambda-Runtime-Invoked-Function-Arn", functionArn);
            headers.set("Lambda-Runtime-Trace-Id", invocation.traceId());
            if (!invocation.clientContext().isEmpty()) {
                headers.set("Lambda-Runtime-Client-Context", invocation.clientContext());
            }
            headers.set("Content-Type", "application/json");
            byte[] body = invocation.payload().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void settle(HttpExchange exchange, String path, InvocationResult result)
            throws IOException {
        Pending waiting = pending;
        String id = path.substring(INVOCATION.length(), path.lastIndexOf('/'));
        if (waiting == null || !waiting.requestId().equals(id)) {
            exchange.sendResponseHeaders(400, -1);
            return;
        }
        waiting.result().complete(result);
        exchange.sendResponseHeaders(202, -1);
    }

    /// One byte more than the limit is read, so that the caller sees that it is exceeded.
    private static String body(HttpExchange exchange) throws IOException {
        return new String(
                exchange.getRequestBody().readNBytes(InvokeCall.MAX_SYNCHRONOUS + 1),
                StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.stop(0);
        if (server.getExecutor() instanceof ExecutorService executor) {
            executor.shutdownNow();
        }
    }
}
