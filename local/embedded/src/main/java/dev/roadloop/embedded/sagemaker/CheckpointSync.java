package dev.roadloop.embedded.sagemaker;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sends checkpoints to S3 while a program writes them: each file once it has rested for a second.
final class CheckpointSync implements AutoCloseable {

    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final @Nullable S3Folder folder;
    private final Thread thread;
    private volatile boolean over;

    private CheckpointSync(@Nullable S3Folder folder) {
        this.folder = folder;
        this.thread = Thread.ofVirtual().name("checkpoints").unstarted(this::run);
    }

    /// @param folder nothing is sent where it is absent
    static CheckpointSync begin(Optional<S3Folder> folder) {
        CheckpointSync sync = new CheckpointSync(folder.orElse(null));
        sync.thread.start();
        return sync;
    }

    private void run() {
        try {
            while (folder != null && !over) {
                Thread.sleep(BETWEEN);
                if (!over) {
                    send(false);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            System.getLogger(CheckpointSync.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "checkpoints are sent at the end only: " + e.getMessage());
        }
    }

    private synchronized void send(boolean all) throws IOException {
        if (folder != null) {
            folder.send(all);
        }
    }

    /// Sends what is left, once the program has ended.
    void last() throws IOException {
        over = true;
        send(true);
    }

    @Override
    public void close() {
        over = true;
        thread.interrupt();
    }
}
