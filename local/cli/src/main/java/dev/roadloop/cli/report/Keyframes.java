package dev.roadloop.cli.report;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.ConversionReport.ConvertedTopic;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A few keyframes of a drive, evenly chosen over its length.
final class Keyframes {

    private static final int MOST = 6;
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_LISTED = 20_000;

    private Keyframes() {}

    /// A keyframe.
    ///
    /// @param topic as it stands in keys
    /// @param seconds since the start of the drive
    /// @param data its JPEG, in Base64
    record Keyframe(String topic, double seconds, String data) {}

    /// @param start nanoseconds since 1970 UTC of the drive's first message
    static List<Keyframe> choose(Bucket silver, ConversionReport conversion, long start) {
        List<ConvertedTopic> cameras =
                conversion.topics().stream().filter(topic -> topic.frames() > 0).toList();
        List<Keyframe> chosen = new ArrayList<>();
        for (ConvertedTopic camera : cameras) {
            String prefix = camera.framesPrefix();
            if (prefix == null) {
                continue;
            }
            List<String> keys;
            try (Stream<StoredObject> listed = silver.list(prefix)) {
                keys =
                        listed.map(StoredObject::key)
                                .filter(key -> key.endsWith(".jpg"))
                                .limit(MOST_LISTED)
                                .toList();
            }
            int wanted = Math.max(1, MOST / cameras.size());
            for (int i = 0; i < Math.min(wanted, keys.size()); i++) {
                add(
                        chosen,
                        silver,
                        camera,
                        keys.get(keys.size() * (2 * i + 1) / (2 * wanted)),
                        start);
            }
            if (chosen.size() >= 2 * MOST) {
                break;
            }
        }
        return chosen;
    }

    /// A picture that is too large for the page, or no JPEG at all, is left out.
    private static void add(
            List<Keyframe> chosen, Bucket silver, ConvertedTopic camera, String key, long start) {
        if (silver.find(key).map(StoredObject::size).orElse(Long.MAX_VALUE) > MOST_BYTES) {
            return;
        }
        String name = key.substring(key.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        String digits = name.substring(0, name.length() - ".jpg".length());
        double seconds = digits.matches("[0-9]{1,19}") ? (Long.parseLong(digits) - start) / 1e9 : 0;
        silver.get(key, MOST_BYTES)
                .filter(jpeg ->
                        jpeg.length > 3 && (jpeg[0] & 255) == 0xFF && (jpeg[1] & 255) == 0xD8)
                .ifPresent(jpeg ->
                        chosen.add(
                                new Keyframe(
                                        camera.key().toString(),
                                        seconds,
                                        Base64.getEncoder().encodeToString(jpeg))));
    }
}
