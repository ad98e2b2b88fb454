package dev.roadloop.redact;

import dev.roadloop.contracts.RedactionPlan.TimeRange;
import dev.roadloop.contracts.RedactionPolicy;
import dev.roadloop.contracts.RedactionReport.LookedWith;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DriveId;
import dev.roadloop.vision.PrivateRegion;
import dev.roadloop.vision.Redactor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Redacts the pictures of one range of a drive. They are read twice: first all are looked at, also
/// those a gap's length before and after the range, then those with something private are covered.
/// So only boxes are kept in between, and a box can reach back to frames before it.
///
/// The same recordings, plan and detector give the same part, whatever the number of threads.
///
/// Memory: the pictures in work, two for each thread, and about 200 bytes for each frame of the
/// range.
final class RedactRange {

    private final DriveId drive;
    private final PartStore store;
    private final List<RawLog> recordings;
    private final DetectorPool detectors;
    private final Path scratch;
    private final int threads;

    /// @param scratch an existing directory of this run alone
    /// @param threads how many pictures are worked on at the same time
    RedactRange(
            DriveId drive,
            PartStore store,
            List<RawLog> recordings,
            DetectorPool detectors,
            Path scratch,
            int threads) {
        this.drive = drive;
        this.store = store;
        this.recordings = List.copyOf(recordings);
        this.detectors = detectors;
        this.scratch = scratch;
        this.threads = threads;
    }

    /// What was seen in a frame.
    private record Looked(FrameKey key, List<PrivateRegion> regions, String refusal) {}

    /// Redacts a range, unless a worker has done it by the same plan and detector.
    ///
    /// @param index the range's place in the plan
    /// @throws CallerException when the plan has no such range
    RangePart redact(int index) throws IOException {
        List<TimeRange> ranges = store.plan().ranges();
        if (index < 0 || index >= ranges.size()) {
            throw new CallerException(
                    "the redaction of drive "
                            + drive
                            + " has "
                            + ranges.size()
                            + " ranges; there is none with index "
                            + index);
        }
        LookedWith detector = Detectors.named(detectors.identity());
        RangePart done = store.find(index).orElse(null);
        if (done != null && done.detector().equals(detector)) {
            return done;
        }
        Path messages = scratch.resolve("range-" + index + ".messages");
        // What lies before the first range and after the last, by times that only some reading of a
        // damaged file shows, belongs to those.
        List<RedactedFrame> frames =
                frames(
                        index == 0 ? Long.MIN_VALUE : ranges.get(index).from().nanos(),
                        index == ranges.size() - 1
                                ? Long.MAX_VALUE
                                : ranges.get(index).to().nanos(),
                        messages);
        RangePart part = new RangePart(index, store.digest(), detector, frames);
        store.put(part, messages);
        Files.delete(messages);
        return part;
    }

    private List<RedactedFrame> frames(long from, long to, Path messages) throws IOException {
        RedactionPolicy policy = store.plan().policy();
        PictureReader reader = new PictureReader(recordings);
        Map<FrameKey, Looked> looked = look(reader, from, to, policy.gapNanos());
        Map<FrameKey, CoverPass.Wanted> wanted = new TreeMap<>();
        Map<FrameKey, RedactedFrame> frames = new TreeMap<>();
        for (List<Looked> topic : topics(looked)) {
            List<List<PrivateRegion>> filled =
                    new GapFilling(policy.gapFrames(), policy.gapNanos())
                            .fill(
                                    topic.stream()
                                            .map(frame ->
                                                    new GapFilling.Seen(
                                                            frame.key().time(), frame.regions()))
                                            .toList());
            for (int i = 0; i < topic.size(); i++) {
                Looked frame = topic.get(i);
                if (frame.key().time() < from || frame.key().time() >= to && to < Long.MAX_VALUE) {
                    continue;
                }
                if (!frame.refusal().isEmpty()) {
                    frames.put(frame.key(), RedactedFrame.withheld(frame.key(), frame.refusal()));
                } else if (frame.regions().isEmpty() && filled.get(i).isEmpty()) {
                    frames.put(frame.key(), RedactedFrame.kept(frame.key()));
                } else {
                    wanted.put(frame.key(), new CoverPass.Wanted(frame.regions(), filled.get(i)));
                }
            }
        }
        PictureRedaction redaction =
                new PictureRedaction(Redactor.standard(), policy.jpegQuality());
        new CoverPass(redaction, threads).run(reader, from, to, wanted, messages, frames);
        return List.copyOf(frames.values());
    }

    private Map<FrameKey, Looked> look(PictureReader reader, long from, long to, long around)
            throws IOException {
        Map<FrameKey, Looked> looked = new TreeMap<>();
        try (OrderedWork<Looked> work =
                new OrderedWork<>(threads, frame -> looked.put(frame.key(), frame))) {
            reader.read(
                    from < Long.MIN_VALUE + around ? Long.MIN_VALUE : from - around,
                    to > Long.MAX_VALUE - around ? Long.MAX_VALUE : to + around,
                    key -> true,
                    (key, topic, message) ->
                            work.add(message.length, () -> look(key, topic, message)));
            work.drain();
        }
        return looked;
    }

    private Looked look(FrameKey key, PictureTopic topic, byte[] message) {
        try {
            return new Looked(
                    key,
                    detectors.look(detector -> PictureRedaction.look(topic, message, detector)),
                    "");
        } catch (UnusablePicture e) {
            return new Looked(key, List.of(), String.valueOf(e.getMessage()));
        }
    }

    /// The frames of each topic, in the order of time.
    private static List<List<Looked>> topics(Map<FrameKey, Looked> looked) {
        List<List<Looked>> topics = new ArrayList<>();
        FrameKey before = null;
        for (Map.Entry<FrameKey, Looked> frame : looked.entrySet()) {
            FrameKey key = frame.getKey();
            if (before == null
                    || before.recording() != key.recording()
                    || before.topic() != key.topic()) {
                topics.add(new ArrayList<>());
            }
            topics.getLast().add(frame.getValue());
            before = key;
        }
        return topics;
    }
}
