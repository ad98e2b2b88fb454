package dev.roadloop.redact;

import dev.roadloop.redact.RedactedFrame.Box;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// The frames of a drive that canaries are tried in, and those that faces are taken from. Which
/// they are follows from the frames' digests and from what was found, not from how the drive was
/// split.
///
/// Memory: the messages of those frames.
final class CanarySample {

    /// Faces that are taken from the drive at most.
    static final int MOST_FACES = 8;

    /// Smaller faces would have to grow to be shown at most heights.
    private static final int LEAST_FACE = 32;

    private static final Comparator<FrameKey> BY_DIGEST =
            Comparator.comparing(FrameKey::digest).thenComparing(Comparator.naturalOrder());

    private final int mostFrames;
    private final TreeSet<Background> backgrounds;
    private final TreeSet<Face> faces;
    private final Map<FrameKey, Taken> taken = new TreeMap<>();

    /// A face that the detector found.
    ///
    /// @param frame where
    /// @param box with its margins
    record Face(FrameKey frame, Box box) {}

    /// A frame to try canaries in.
    ///
    /// @param frame which
    /// @param known what was destroyed in it: canaries keep away
    record Background(FrameKey frame, List<Box> known) {
        Background {
            known = List.copyOf(known);
        }
    }

    /// A frame as it was read.
    ///
    /// @param topic how its picture is got at
    /// @param message its own copy
    record Taken(PictureTopic topic, Bytes message) {}

    /// Bytes that are not changed any more.
    static final class Bytes {
        private final byte[] value;

        Bytes(byte[] value) {
            this.value = value;
        }

        byte[] get() {
            return value;
        }
    }

    /// @param mostFrames how many frames to try canaries in
    CanarySample(int mostFrames) {
        this.mostFrames = mostFrames;
        this.backgrounds = new TreeSet<>(Comparator.comparing(Background::frame, BY_DIGEST));
        this.faces =
                new TreeSet<>(
                        Comparator.comparingDouble((Face face) -> -face.box().score())
                                .thenComparing(Face::frame, BY_DIGEST)
                                .thenComparingInt(face -> face.box().x())
                                .thenComparingInt(face -> face.box().y()));
    }

    /// Chooses among the frames of a part; to be called for all parts before any frame is offered.
    void consider(RangePart part) {
        for (RedactedFrame frame : part.frames()) {
            if (frame.withheld() != null) {
                continue;
            }
            RedactedFrame.Change change = frame.change();
            List<Box> boxes = change == null ? List.of() : change.boxes();
            backgrounds.add(new Background(frame.key(), boxes));
            if (backgrounds.size() > mostFrames) {
                backgrounds.removeLast();
            }
            for (Box box : boxes) {
                if (box.kind().equals("face") && !box.filled() && box.h() >= LEAST_FACE) {
                    faces.add(new Face(frame.key(), box));
                    if (faces.size() > MOST_FACES) {
                        faces.removeLast();
                    }
                }
            }
        }
    }

    /// Shows a frame, which is copied if it was chosen.
    void offer(FrameKey key, PictureTopic topic, ByteBuffer message) {
        boolean chosen =
                backgrounds.stream().anyMatch(background -> background.frame().equals(key))
                        || faces.stream().anyMatch(face -> face.frame().equals(key));
        if (chosen && !taken.containsKey(key)) {
            byte[] copy = new byte[message.remaining()];
            message.get(message.position(), copy);
            taken.put(key, new Taken(topic, new Bytes(copy)));
        }
    }

    /// The frames to try canaries in, that were offered.
    List<Background> backgrounds() {
        return backgrounds.stream().filter(each -> taken.containsKey(each.frame())).toList();
    }

    /// The faces to take, of frames that were offered.
    List<Face> faces() {
        return faces.stream().filter(each -> taken.containsKey(each.frame())).toList();
    }

    /// A frame that was chosen and offered.
    Taken get(FrameKey frame) {
        Taken found = taken.get(frame);
        if (found == null) {
            throw new IllegalArgumentException("frame " + frame + " was not offered");
        }
        return found;
    }
}
