package dev.roadloop.redact;

import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.redact.RedactedFrame.Box;
import dev.roadloop.redact.RedactedFrame.Change;
import dev.roadloop.vision.PrivateRegion;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The second reading of a range: destroys what is to be destroyed, and writes the changed messages
/// to a file in the order in which they are read.
final class CoverPass {

    private final PictureRedaction redaction;
    private final int threads;

    CoverPass(PictureRedaction redaction, int threads) {
        this.redaction = redaction;
        this.threads = threads;
    }

    /// What is to be destroyed in a frame.
    ///
    /// @param seen what was found in it
    /// @param filled what was found before and after it
    record Wanted(List<PrivateRegion> seen, List<PrivateRegion> filled) {
        Wanted {
            seen = List.copyOf(seen);
            filled = List.copyOf(filled);
        }

        private List<PrivateRegion> all() {
            List<PrivateRegion> all = new ArrayList<>(seen);
            all.addAll(filled);
            return all;
        }
    }

    /// Changes frames.
    ///
    /// @param from first log time
    /// @param to log time to stop before
    /// @param wanted what is to be destroyed, by frame
    /// @param messages the file to write
    /// @param frames takes what became of each
    void run(
            PictureReader reader,
            long from,
            long to,
            Map<FrameKey, Wanted> wanted,
            Path messages,
            Map<FrameKey, RedactedFrame> frames)
            throws IOException {
        try (OutputStream out = OutputFile.stream(messages)) {
            if (wanted.isEmpty()) {
                return;
            }
            Set<FrameKey> left = new HashSet<>(wanted.keySet());
            Appender appender = new Appender(out);
            try (OrderedWork<Attempt> work =
                    new OrderedWork<>(
                            threads,
                            attempt -> frames.put(attempt.key(), appender.append(attempt)))) {
                reader.read(
                        from,
                        to,
                        left::remove,
                        (key, topic, message) -> {
                            Wanted regions = wanted.get(key);
                            if (regions != null) {
                                work.add(
                                        message.length,
                                        () -> attempt(key, topic, message, regions));
                            }
                        });
                work.drain();
            }
            if (!left.isEmpty()) {
                throw new IOException(
                        left.size()
                                + " pictures were there when they were looked at and not when they"
                                + " were to be covered; has the drive changed?");
            }
        }
    }

    /// A frame that was changed, or why it could not be.
    private sealed interface Attempt {
        FrameKey key();

        record Done(FrameKey key, PictureRedaction.Covered covered, int seen) implements Attempt {}

        record Refused(FrameKey key, String reason) implements Attempt {}
    }

    private Attempt attempt(FrameKey key, PictureTopic topic, byte[] message, Wanted wanted) {
        try {
            return new Attempt.Done(
                    key, redaction.cover(topic, message, wanted.all()), wanted.seen().size());
        } catch (UnusablePicture e) {
            return new Attempt.Refused(key, String.valueOf(e.getMessage()));
        }
    }

    /// Writes changed messages one after the other.
    private static final class Appender {
        private final OutputStream out;
        private long written;

        Appender(OutputStream out) {
            this.out = out;
        }

        RedactedFrame append(Attempt attempt) throws IOException {
            return switch (attempt) {
                case Attempt.Refused refused ->
                        RedactedFrame.withheld(refused.key(), refused.reason());
                case Attempt.Done done -> append(done);
            };
        }

        private RedactedFrame append(Attempt.Done done) throws IOException {
            PictureRedaction.Covered covered = done.covered();
            byte[] message = covered.message();
            out.write(message);
            List<Box> boxes = new ArrayList<>();
            for (PrivateRegion region : covered.destroyed()) {
                boxes.add(Box.of(region, boxes.size() >= done.seen()));
            }
            Change change =
                    new Change(
                            written,
                            message.length,
                            Sha256.of(message),
                            boxes,
                            covered.beyondCodec(),
                            covered.byCodec());
            written += message.length;
            return RedactedFrame.changed(done.key(), change);
        }
    }
}
