package dev.roadloop.convert.clip;

import dev.roadloop.contracts.DriveClip;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.Json;
import dev.roadloop.convert.product.ProductContext;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.SensorTime;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.TopicKey;
import dev.roadloop.sensorlog.shard.ShardWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the shard of one clip: a sample for each keyframe, then one for the clip.
///
/// | member | what |
/// | --- | --- |
/// | `<drive>-<clip>-<keyframe>.<camera>.jpg` | the camera's first image from the keyframe's instant on |
/// | `<drive>-<clip>-<keyframe>.json` | the instant, its images, the signals at it |
/// | `<drive>-<clip>.signals.json` | all signals of the clip, column by column |
/// | `<drive>-<clip>.calibration.json` | intrinsics and fixed transforms |
/// | `<drive>-<clip>.clip.json` | time, place, sensors, quality, and the digests of the others |
final class ClipShard {

    private static final double SECOND = 1e9;

    private final ProductContext context;
    private final ClipOptions options;
    private final DriveShape shape;
    private final Calibrations calibrations;
    private final FrameSpool spool;

    ClipShard(
            ProductContext context,
            ClipOptions options,
            DriveShape shape,
            Calibrations calibrations,
            FrameSpool spool) {
        this.context = context;
        this.options = options;
        this.shape = shape;
        this.calibrations = calibrations;
        this.spool = spool;
    }

    /// Writes and stores a clip.
    DriveClip store(ClipWindow window, SignalWindow signals) throws IOException {
        DriveId drive = context.drive();
        int index = window.number - shape.firstNumber();
        long start = shape.anchor() + window.number * options.clipNanos();
        String sample = "%s-%06d".formatted(drive, index).replace('.', '_');
        Path file = context.scratch().resolve("clips-shard.tar");
        ShardWriter shard = new ShardWriter(file);
        int keyframes = 0;
        DriveClip clip;
        try (shard) {
            for (int i = 0; i < options.keyframes(); i++) {
                String key = "%s-%02d".formatted(sample, i);
                long instant = start + i * options.keyframeNanos();
                keyframes += keyframe(shard, window, signals, key, i, instant) ? 1 : 0;
            }
            if (!signals.isEmpty()) {
                shard.add(sample + ".signals.json", Json.bytes(signals.document()));
            }
            List<Map<String, Object>> calibration = calibrations.until(start + options.clipNanos());
            if (!calibration.isEmpty()) {
                shard.add(sample + ".calibration.json", Json.bytes(calibration));
            }
            clip = clip(window, index, start, keyframes);
            shard.add(sample + ".clip.json", Json.bytes(document(clip, window, shard)));
        }
        long bytes = Files.size(file);
        context.store().put(clip.key(), file);
        Files.delete(file);
        return clip.stored(bytes, new Sha256(shard.sha256()));
    }

    private boolean keyframe(
            ShardWriter shard,
            ClipWindow window,
            SignalWindow signals,
            String key,
            int number,
            long instant)
            throws IOException {
        Map<String, Object> images = new LinkedHashMap<>();
        for (Map.Entry<String, @Nullable ClipFrame[]> camera : window.frames.entrySet()) {
            ClipFrame frame = camera.getValue()[number];
            if (frame != null) {
                String extension = shape.cameras().get(camera.getKey()) + "." + frame.extension();
                String sha256 = shard.add(key + "." + extension, spool.get(frame));
                Map<String, Object> image = new LinkedHashMap<>();
                image.put("topic", camera.getKey());
                image.put("time", Long.toString(frame.time()));
                image.put("sha256", sha256);
                images.put(extension, image);
            }
        }
        if (images.isEmpty()) {
            return false;
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("drive", context.drive().toString());
        document.put("clip", window.number - shape.firstNumber());
        document.put("keyframe", number);
        document.put("time", Long.toString(instant));
        document.put("images", images);
        document.put("signals", signals.at(instant));
        shard.add(key + ".json", Json.bytes(document));
        return true;
    }

    /// The clip as it is known before its shard is whole.
    private DriveClip clip(ClipWindow window, int index, long start, int keyframes) {
        long end = start + options.clipNanos();
        double covered = Math.min(options.clipNanos(), shape.last() - start + 1);
        int parts = (int) Math.ceil(covered / options.clipNanos() * SensorSpan.PARTS);
        int longest = 0;
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, TopicKey> steady : shape.steady().entrySet()) {
            SensorSpan span = window.sensors.get(steady.getKey());
            if (span == null) {
                missing.add(steady.getValue().value());
            } else {
                longest = Math.max(longest, span.longestGap(parts));
            }
        }
        int instants = (int) Math.ceil(covered / options.keyframeNanos());
        int cameras = shape.cameras().size();
        return new DriveClip(
                index,
                new SensorTime(start),
                new SensorTime(end),
                DriveKeys.clip(context.drive(), index),
                0,
                Sha256.of(new byte[0]),
                window.messages(),
                window.sensors.values().stream()
                        .map(span -> span.topic.key().value())
                        .sorted()
                        .toList(),
                missing.stream().sorted().toList(),
                gapSeconds(longest),
                keyframes,
                window.images(),
                cameras == 0 ? null : (double) window.images() / (cameras * instants),
                window.place());
    }

    private double gapSeconds(int parts) {
        return parts * (options.clipNanos() / SECOND) / SensorSpan.PARTS;
    }

    private Map<String, Object> document(DriveClip clip, ClipWindow window, ShardWriter shard) {
        List<Map<String, Object>> sensors = new ArrayList<>();
        for (SensorSpan span : window.sensors.values()) {
            Map<String, Object> sensor = new LinkedHashMap<>();
            sensor.put("topic", span.topic.name());
            sensor.put("type", span.topic.type());
            sensor.put("messages", span.messages());
            sensor.put("first", Long.toString(span.first()));
            sensor.put("last", Long.toString(span.last()));
            sensor.put("longestGapSeconds", gapSeconds(span.longestGap(SensorSpan.PARTS)));
            sensors.add(sensor);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("drive", context.drive().toString());
        document.put("clip", clip.index());
        document.put("start", clip.start().toString());
        document.put("end", clip.end().toString());
        if (clip.place() != null) {
            document.put("place", clip.place());
            document.put("geohash", clip.place().geohash(7));
        }
        document.put("sensors", sensors);
        document.put("missing", clip.missing());
        document.put("longestGapSeconds", clip.longestGapSeconds());
        document.put("keyframes", clip.keyframes());
        if (clip.keyframeCoverage() != null) {
            document.put("keyframeCoverage", clip.keyframeCoverage());
        }
        document.put("files", shard.members());
        return document;
    }
}
