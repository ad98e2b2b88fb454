package dev.roadloop.redact;

import dev.roadloop.contracts.RedactionPlan.TimeRange;
import dev.roadloop.contracts.RedactionReport.LookedWith;
import dev.roadloop.domain.InternalException;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the workers say of any frame of a drive, whichever order the frames are asked for in.
///
/// Memory: the documents of four ranges, about 300 bytes for each frame, and 32 MiB for each.
final class PartIndex implements Closeable {

    private static final int KEPT = 4;

    private final PartStore store;
    private final List<TimeRange> ranges;
    private final Map<Integer, Loaded> loaded = new LinkedHashMap<>(KEPT + 1, 1, true);
    private @Nullable LookedWith detector;

    PartIndex(PartStore store) {
        this.store = store;
        this.ranges = store.plan().ranges();
    }

    private record Loaded(Map<FrameKey, RedactedFrame> frames, ChangedMessages messages) {}

    /// What became of a frame.
    ///
    /// @throws InternalException when no worker has looked at it: it must not pass
    RedactedFrame get(FrameKey key) throws IOException {
        int range = rangeOf(key.time());
        RedactedFrame frame = range < 0 ? null : load(range).frames().get(key);
        if (frame == null) {
            throw new InternalException(
                    "no worker has looked at the picture of %s: expected it in range %d of %d; redrive the execution from PlanRedaction"
                            .formatted(key, range, ranges.size()));
        }
        return frame;
    }

    /// The bytes of a changed message.
    byte[] message(FrameKey key, RedactedFrame.Change change) throws IOException {
        return load(rangeOf(key.time())).messages().get(change);
    }

    /// What looked at every range; absent where none was asked for yet.
    ///
    /// @throws InternalException when it was not the same for all that were asked for
    @Nullable LookedWith detector() {
        return detector;
    }

    private Loaded load(int range) throws IOException {
        Loaded known = loaded.get(range);
        if (known != null) {
            return known;
        }
        RangePart part = store.get(range);
        if (detector != null && !detector.equals(part.detector())) {
            throw new InternalException(
                    "range %d was looked at by %s, another by %s; remove the parts and redrive the execution from RedactRanges"
                            .formatted(range, part.detector(), detector));
        }
        detector = part.detector();
        Map<FrameKey, RedactedFrame> frames = new HashMap<>();
        part.frames().forEach(frame -> frames.put(frame.key(), frame));
        Loaded added = new Loaded(frames, store.messagesOf(range));
        if (loaded.size() >= KEPT) {
            int oldest = loaded.keySet().iterator().next();
            Loaded removed = loaded.remove(oldest);
            if (removed != null) {
                removed.messages().close();
            }
        }
        loaded.put(range, added);
        return added;
    }

    /// The range that holds a time: the first and the last reach beyond the plan. -1 without
    /// ranges.
    private int rangeOf(long time) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (time < ranges.get(middle).to().nanos()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return high;
    }

    @Override
    public void close() throws IOException {
        for (Loaded each : loaded.values()) {
            each.messages().close();
        }
        loaded.clear();
    }
}
