package dev.roadloop.embedded.s3;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// Numbers changes so that a later one of the same key has the greater number, after a restart too.
final class Sequencer {

    private final AtomicLong last = new AtomicLong();

    /// 18 upper-case hexadecimal digits, as S3's look.
    String next() {
        long now = System.currentTimeMillis() * 1_000_000L;
        return String.format(
                Locale.ROOT, "00%016X", last.updateAndGet(previous -> Math.max(previous + 1, now)));
    }
}
