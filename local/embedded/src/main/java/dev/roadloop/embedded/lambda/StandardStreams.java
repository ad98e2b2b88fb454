package dev.roadloop.embedded.lambda;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Gives each function its own standard output and error although all share one process: what a
/// call's thread, or a thread that it started, prints goes to the function's log; everything else
/// goes where it went before.
final class StandardStreams {

    private static final int MAX_LINE = 262_144;
    private static final InheritableThreadLocal<@Nullable Consumer<String>> SINK =
            new InheritableThreadLocal<>();
    private static boolean routed;

    private StandardStreams() {}

    /// Puts the routing in place, once per process.
    static synchronized void route() {
        if (!routed) {
            routed = true;
            System.setOut(new PrintStream(new Router(System.out), true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(new Router(System.err), true, StandardCharsets.UTF_8));
        }
    }

    /// From now on this thread, and those it starts, print to `sink`.
    static void bind(Consumer<String> sink) {
        SINK.set(sink);
    }

    private static final class Router extends OutputStream {

        private final OutputStream original;
        private final ThreadLocal<ByteArrayOutputStream> line =
                ThreadLocal.withInitial(() -> new ByteArrayOutputStream(256));

        Router(OutputStream original) {
            this.original = original;
        }

        @Override
        public void write(int b) throws IOException {
            Consumer<String> sink = SINK.get();
            if (sink == null) {
                original.write(b);
            } else {
                append(sink, (byte) b);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            Consumer<String> sink = SINK.get();
            if (sink == null) {
                original.write(bytes, offset, length);
            } else {
                for (int i = offset; i < offset + length; i++) {
                    append(sink, bytes[i]);
                }
            }
        }

        @Override
        public void flush() throws IOException {
            if (SINK.get() == null) {
                original.flush();
            }
        }

        private void append(Consumer<String> sink, byte b) {
            ByteArrayOutputStream pending = line.get();
            if (b != '\n') {
                pending.write(b);
            }
            if (b == '\n' || pending.size() >= MAX_LINE) {
                sink.accept(pending.toString(StandardCharsets.UTF_8));
                pending.reset();
            }
        }
    }
}
