package dev.roadloop.convert.clip;

import dev.roadloop.contracts.DriveClip;
import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.Finding.Severity;
import dev.roadloop.contracts.MadeProduct;
import dev.roadloop.convert.product.DriveMessage;
import dev.roadloop.convert.product.DriveProduct;
import dev.roadloop.convert.product.DriveTopic;
import dev.roadloop.convert.product.ProductContext;
import dev.roadloop.convert.product.ProductOutcome;
import dev.roadloop.sensorlog.message.MessageDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Cuts a drive into clips and writes a shard for each. In the pass it counts messages per clip and
/// topic and keeps the images of keyframes on the scratch disk; when it finishes it walks the
/// signals once and writes the shards one after the other.
///
/// A keyframe's image is the camera's first one from its instant on, before the next instant. Clip
/// 0 begins with the message that was read first, and also takes what was logged up to a second
/// before.
///
/// Memory: what [ClipOptions] says, 4 MiB of calibration, and the signals of one clip.
public final class ClipProduct implements DriveProduct {

    private static final long HEAD_START = 1_000_000_000;

    private final ProductContext context;
    private final ClipOptions options;
    private final Supplier<ClipSignals> signals;
    private final FrameSpool spool;
    private final Calibrations calibrations = new Calibrations();
    private final TreeMap<Integer, ClipWindow> windows = new TreeMap<>();
    private final Map<MessageDecoder, PositionFields> fields = new IdentityHashMap<>();
    private @Nullable Long anchor;
    private @Nullable ClipWindow latest;
    private int spans;
    private long leftOut;

    /// @param signals the synchronised signals, asked for when this product finishes
    public ClipProduct(ProductContext context, ClipOptions options, Supplier<ClipSignals> signals)
            throws IOException {
        this.context = context;
        this.options = options;
        this.signals = signals;
        this.spool = new FrameSpool(context.scratch().resolve("clips-frames"));
    }

    @Override
    public void take(DriveMessage message) throws IOException {
        long time = message.logTime();
        ClipWindow window = window(time);
        DriveTopic topic = message.topic();
        if (window == null || !count(window, topic, time)) {
            leftOut++;
            return;
        }
        if (Calibrations.suits(topic.name(), topic.type())) {
            calibrations.add(message);
        }
        Optional<String> frameKey = message.frameKey();
        if (frameKey.isPresent()) {
            String key = frameKey.get();
            if (wants(window, topic, time)) {
                Optional<byte[]> image = message.image();
                if (image.isPresent()) {
                    keep(window, topic, time, image.get(), key.substring(key.lastIndexOf('.') + 1));
                }
            }
            return;
        }
        MessageDecoder decoder = topic.decoder();
        if (decoder != null
                && (topic.type().endsWith("NavSatFix") || topic.type().endsWith("LocationFix"))) {
            PositionFields read = fields.computeIfAbsent(decoder, PositionFields::new);
            if (read.hasPosition()) {
                read.position(message).ifPresent(point -> window.position(time, point));
            }
        }
    }

    /// The clip of a time, null where there is no room for it.
    private @Nullable ClipWindow window(long time) {
        Long begin = anchor;
        if (begin == null) {
            begin = time;
            anchor = begin;
        }
        long since = time - begin;
        boolean overflown = ((time ^ begin) & (time ^ since)) < 0;
        long number =
                since < 0 && since >= -HEAD_START ? 0 : Math.floorDiv(since, options.clipNanos());
        if (overflown || Math.abs(number) > Integer.MAX_VALUE / 4) {
            return null;
        }
        ClipWindow window = latest;
        if (window == null || window.number != number) {
            window = windows.get((int) number);
            if (window == null && windows.size() < options.maxClips()) {
                window = new ClipWindow((int) number);
                windows.put((int) number, window);
            }
            latest = window;
        }
        return window;
    }

    /// @return false where there is no room for the topic in the clip
    private boolean count(ClipWindow window, DriveTopic topic, long time) {
        SensorSpan span = window.sensors.get(topic.name());
        if (span == null) {
            if (spans == options.maxSpans()) {
                return false;
            }
            spans++;
            span = new SensorSpan(topic);
            window.sensors.put(topic.name(), span);
        }
        double share = (double) since(window, time) / options.clipNanos();
        span.add(time, Math.clamp((long) (share * SensorSpan.PARTS), 0, SensorSpan.PARTS - 1));
        return true;
    }

    /// Nanoseconds since the clip's beginning.
    private long since(ClipWindow window, long time) {
        Long begin = anchor;
        return begin == null ? 0 : time - begin - window.number * options.clipNanos();
    }

    private int keyframe(ClipWindow window, long time) {
        return (int) Math.max(0, since(window, time) / options.keyframeNanos());
    }

    private boolean wants(ClipWindow window, DriveTopic topic, long time) {
        @Nullable ClipFrame[] frames = window.frames.get(topic.name());
        ClipFrame frame = frames == null ? null : frames[keyframe(window, time)];
        return frame == null || time < frame.time();
    }

    private void keep(
            ClipWindow window, DriveTopic topic, long time, byte[] image, String extension)
            throws IOException {
        window.frames
                        .computeIfAbsent(topic.name(), name -> new ClipFrame[options.keyframes()])[
                        keyframe(window, time)] =
                spool.add(time, image, extension);
    }

    @Override
    public ProductOutcome finish() throws IOException {
        Long begin = anchor;
        if (begin == null) {
            return new ProductOutcome(List.of(), List.of());
        }
        DriveShape shape = DriveShape.of(windows.values(), begin, options);
        List<DriveClip> clips = new ArrayList<>();
        Shards shards =
                new Shards(
                        new ClipShard(context, options, shape, calibrations, spool),
                        signals.get(),
                        begin,
                        clips);
        shards.write();
        long bytes = clips.stream().mapToLong(DriveClip::bytes).sum();
        MadeProduct made =
                new MadeProduct(
                        "clips",
                        null,
                        "clips/" + context.drive() + "/",
                        clips.size(),
                        clips.size(),
                        bytes);
        return new ProductOutcome(List.of(made), findings(shape), List.of(), List.of(), clips);
    }

    private List<Finding> findings(DriveShape shape) {
        List<Finding> findings = new ArrayList<>();
        if (leftOut > 0) {
            findings.add(
                    new Finding(
                            "CLIPS_LEFT_OUT",
                            Severity.WARNING,
                            null,
                            "%d messages are in no clip: a drive has at most %d clips with %d topics in them in all"
                                    .formatted(leftOut, options.maxClips(), options.maxSpans()),
                            Map.of("messages", (double) leftOut)));
        }
        if (!shape.cameras().isEmpty() && calibrations.isEmpty()) {
            findings.add(
                    new Finding(
                            "CALIBRATION_MISSING",
                            Severity.INFO,
                            null,
                            "%d cameras have images, and no topic says how they see; record"
                                            .formatted(shape.cameras().size())
                                    + " sensor_msgs/CameraInfo",
                            Map.of("cameras", (double) shape.cameras().size())));
        }
        if (calibrations.leftOut() > 0) {
            findings.add(
                    new Finding(
                            "CALIBRATION_UNSTEADY",
                            Severity.WARNING,
                            null,
                            "Calibration changes so often that it is not kept whole.",
                            Map.of("messages", (double) calibrations.leftOut())));
        }
        return findings;
    }

    /// Writes the clips in their order as the signals go by.
    private final class Shards implements ClipSignals.Visitor {
        private final ClipShard shard;
        private final ClipSignals rows;
        private final long begin;
        private final List<DriveClip> clips;
        private final Iterator<ClipWindow> left = windows.values().iterator();
        private @Nullable ClipWindow current;
        private SignalWindow inCurrent;

        Shards(ClipShard shard, ClipSignals rows, long begin, List<DriveClip> clips) {
            this.shard = shard;
            this.rows = rows;
            this.begin = begin;
            this.clips = clips;
            this.inCurrent = new SignalWindow(rows.columns());
        }

        void write() throws IOException {
            current = left.hasNext() ? left.next() : null;
            rows.walk(this);
            while (current != null) {
                next();
            }
        }

        @Override
        public void row(long time, List<@Nullable Object> values) throws IOException {
            long number = Math.floorDiv(time - begin, options.clipNanos());
            while (current != null && current.number < number) {
                next();
            }
            if (current != null && current.number == number) {
                inCurrent.add(time, values);
            }
        }

        private void next() throws IOException {
            ClipWindow done = current;
            if (done != null) {
                clips.add(shard.store(done, inCurrent));
            }
            inCurrent = new SignalWindow(rows.columns());
            current = left.hasNext() ? left.next() : null;
        }
    }

    @Override
    public void close() throws IOException {
        spool.close();
    }
}
