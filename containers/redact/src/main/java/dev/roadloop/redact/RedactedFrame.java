package dev.roadloop.redact;

import dev.roadloop.domain.SensorTime;
import dev.roadloop.domain.Sha256;
import dev.roadloop.vision.PixelBox;
import dev.roadloop.vision.PrivateKind;
import dev.roadloop.vision.PrivateRegion;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a worker says of one frame. A frame with neither a change nor a reason keeps its bytes.
///
/// @param recording the recording's place, see [FrameKey]
/// @param topic the topic's id, see [FrameKey]
/// @param time log time
/// @param digest see [FrameKey]
/// @param change how it was changed, if it was
/// @param withheld why it is left out, if it is
record RedactedFrame(
        int recording,
        int topic,
        SensorTime time,
        String digest,
        @Nullable Change change,
        @Nullable String withheld) {

    /// How a frame was changed.
    ///
    /// @param offset where its new bytes lie in the part's file of messages
    /// @param length how many
    /// @param sha256 their digest
    /// @param boxes what was destroyed
    /// @param beyondCodec see [PictureRedaction.Covered]
    /// @param byCodec see [PictureRedaction.Covered]
    record Change(
            long offset,
            int length,
            Sha256 sha256,
            List<Box> boxes,
            boolean beyondCodec,
            int byCodec) {
        Change {
            boxes = List.copyOf(boxes);
        }
    }

    /// Something that was destroyed, in pixels, with its margins.
    ///
    /// @param kind `face` or `plate`
    /// @param score the detector's confidence
    /// @param filled whether it was not seen in this frame, but before and after it
    record Box(String kind, int x, int y, int w, int h, double score, boolean filled) {
        static Box of(PrivateRegion region, boolean filled) {
            return new Box(
                    region.kind().label(),
                    region.box().x(),
                    region.box().y(),
                    region.box().w(),
                    region.box().h(),
                    region.score(),
                    filled);
        }

        /// What was destroyed.
        PrivateRegion region() {
            return new PrivateRegion(
                    PrivateKind.valueOf(kind.toUpperCase(Locale.ROOT)),
                    new PixelBox(x, y, w, h),
                    score);
        }
    }

    static RedactedFrame kept(FrameKey key) {
        return new RedactedFrame(
                key.recording(), key.topic(), new SensorTime(key.time()), key.digest(), null, null);
    }

    static RedactedFrame withheld(FrameKey key, String reason) {
        return new RedactedFrame(
                key.recording(),
                key.topic(),
                new SensorTime(key.time()),
                key.digest(),
                null,
                reason);
    }

    static RedactedFrame changed(FrameKey key, Change change) {
        return new RedactedFrame(
                key.recording(),
                key.topic(),
                new SensorTime(key.time()),
                key.digest(),
                change,
                null);
    }

    FrameKey key() {
        return new FrameKey(recording, topic, time.nanos(), digest);
    }
}
