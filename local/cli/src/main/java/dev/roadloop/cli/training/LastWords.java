package dev.roadloop.cli.training;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Lets a command whose job was asked to end (Ctrl-C, kill) say what came of it, and end with its
/// own exit code; Java would end it in the middle of that, with the signal's.
public final class LastWords {

    private static final long LONGEST_SECONDS = 10;
    private static final CountDownLatch SAID = new CountDownLatch(1);
    private static final AtomicInteger CODE = new AtomicInteger();

    private LastWords() {}

    /// The command has said all that it has to say.
    ///
    /// @param code that it ends with
    public static void said(int code) {
        CODE.set(code);
        SAID.countDown();
    }

    /// For a shutdown hook: waits for the command's last words, and ends this process. Returns
    /// where they do not come.
    static void await() throws InterruptedException {
        if (SAID.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
            Runtime.getRuntime().halt(CODE.get());
        }
    }
}
