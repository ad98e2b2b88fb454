package dev.roadloop.embedded.lambda;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.function.Consumer;

/// Passes lines on to a log and remembers the last four kilobytes of the present call, for
/// `LogType=Tail`.
final class LogTail implements Consumer<String> {

    private static final int LIMIT = 4096;

    private final Consumer<String> log;
    private final Deque<String> lines = new ArrayDeque<>();
    private int held;

    LogTail(Consumer<String> log) {
        this.log = log;
    }

    @Override
    public void accept(String line) {
        log.accept(line);
        synchronized (this) {
            lines.addLast(line);
            held += line.length() + 1;
            while (held > LIMIT && lines.size() > 1) {
                held -= lines.removeFirst().length() + 1;
            }
        }
    }

    synchronized void clear() {
        lines.clear();
        held = 0;
    }

    synchronized String base64() {
        byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        int from = Math.max(0, text.length - LIMIT);
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(text, from, text.length));
    }
}
