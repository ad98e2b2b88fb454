package dev.roadloop.sensorlog;

import java.io.IOException;

/// A recording whose reads tell how far they are.
///
/// @param bytes its size
record WatchedRecording(Recording watched, long bytes, ReadProgress progress) implements Recording {

    @Override
    public String name() {
        return watched.name();
    }

    @Override
    public Summary summary() {
        return watched.summary();
    }

    @Override
    public MessageCursor read(ReadOptions options) throws IOException {
        return new Cursor(watched.read(options), bytes, progress);
    }

    @Override
    public void readExtras(ExtraSink sink) throws IOException {
        watched.readExtras(sink);
    }

    @Override
    public LossReport losses() {
        return watched.losses();
    }

    @Override
    public void close() throws IOException {
        watched.close();
    }

    private static final class Cursor implements MessageCursor {

        /// Messages from one call to the next: often enough for a screen, too seldom to cost
        /// anything.
        private static final int EVERY = 64;

        private final MessageCursor watched;
        private final long bytes;
        private final ReadProgress progress;
        private int messages;

        Cursor(MessageCursor watched, long bytes, ReadProgress progress) {
            this.watched = watched;
            this.bytes = bytes;
            this.progress = progress;
        }

        @Override
        public boolean next() throws IOException {
            boolean more = watched.next();
            if (!more || messages++ % EVERY == 0) {
                progress.at((long) (passed() * bytes), bytes);
            }
            return more;
        }

        @Override
        public Message message() {
            return watched.message();
        }

        @Override
        public LossReport losses() {
            return watched.losses();
        }

        @Override
        public Extras extras() {
            return watched.extras();
        }

        @Override
        public double passed() {
            return watched.passed();
        }

        @Override
        public void close() throws IOException {
            watched.close();
        }
    }
}
