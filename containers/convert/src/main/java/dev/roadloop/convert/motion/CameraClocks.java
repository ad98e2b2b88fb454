package dev.roadloop.convert.motion;

import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.Finding.Severity;
import dev.roadloop.contracts.SensorLatency;
import dev.roadloop.convert.product.DriveMessage;
import dev.roadloop.convert.product.DriveProduct;
import dev.roadloop.convert.product.ProductOutcome;
import dev.roadloop.convert.sync.TurnRates;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Finds how late each camera's pictures are logged against the gyroscope, where the vehicle turns
/// enough to tell: a turn moves the picture sideways. JPEGs only.
///
/// The axis that points up is the one whose turns the picture follows best, so that the gyroscope
/// may be mounted in any way.
///
/// Memory: 400 KB and a reduced picture for each of at most [#MAX_CAMERAS] cameras.
public final class CameraClocks implements DriveProduct {

    /// Says what the gyroscope felt.
    public interface Gyroscope {
        /// @return empty where there is none
        Optional<TurnRates> turns() throws IOException;
    }

    private static final int MAX_CAMERAS = 32;

    /// Radians a second; with less the picture moves by less than it shakes.
    private static final double LEAST_DEVIATION = 0.01;

    private static final double LEAST_CORRELATION = 0.7;
    private static final double MOST_UNCERTAINTY = 0.05;
    private static final int AXES = 3;

    private final Gyroscope gyroscope;
    private final Map<String, PictureMotion> cameras = new TreeMap<>();

    /// @param gyroscope asked when this product finishes
    public CameraClocks(Gyroscope gyroscope) {
        this.gyroscope = gyroscope;
    }

    @Override
    public void take(DriveMessage message) {
        message.image()
                .filter(CameraClocks::isJpeg)
                .ifPresent(image -> frame(message.topic().name(), message.logTime(), image));
    }

    private static boolean isJpeg(byte[] image) {
        return image.length > 1 && (image[0] & 0xff) == 0xff && (image[1] & 0xff) == 0xd8;
    }

    private void frame(String topic, long logTime, byte[] image) {
        PictureMotion motion = cameras.get(topic);
        if (motion == null) {
            if (cameras.size() == MAX_CAMERAS) {
                return;
            }
            motion = new PictureMotion();
            cameras.put(topic, motion);
        }
        motion.take(logTime, image);
    }

    @Override
    public ProductOutcome finish() throws IOException {
        List<Finding> findings = new ArrayList<>();
        List<SensorLatency> latencies = new ArrayList<>();
        cameras.forEach((topic, motion) -> {
            if (motion.unreadable() > 0) {
                findings.add(undecodable(topic, motion.unreadable()));
            }
        });
        Optional<TurnRates> felt = gyroscope.turns();
        if (felt.isPresent()) {
            for (Map.Entry<String, PictureMotion> camera : cameras.entrySet()) {
                MotionAlignment found = best(camera.getValue(), felt.get());
                if (isTelling(found)) {
                    latencies.add(
                            new SensorLatency(
                                    camera.getKey(),
                                    felt.get().topic(),
                                    "turn rate",
                                    found.seconds(),
                                    found.uncertaintySeconds(),
                                    found.correlation(),
                                    found.comparedSeconds()));
                } else {
                    findings.add(unknown(camera.getKey(), felt.get().topic(), found));
                }
            }
        }
        return new ProductOutcome(List.of(), findings, List.of(), latencies);
    }

    private static MotionAlignment best(PictureMotion motion, TurnRates turns) {
        MotionAlignment best = MotionAlignment.of(motion, turns, 0);
        for (int axis = 1; axis < AXES; axis++) {
            MotionAlignment next = MotionAlignment.of(motion, turns, axis);
            boolean alike = next.correlation() == best.correlation();
            if (next.correlation() > best.correlation()
                    || alike && next.turnDeviation() > best.turnDeviation()) {
                best = next;
            }
        }
        return best;
    }

    private static boolean isTelling(MotionAlignment found) {
        return found.turnDeviation() >= LEAST_DEVIATION
                && found.correlation() >= LEAST_CORRELATION
                && found.uncertaintySeconds() <= MOST_UNCERTAINTY;
    }

    private static Finding unknown(String topic, String reference, MotionAlignment found) {
        String why =
                found.turnDeviation() < LEAST_DEVIATION
                        ? "the vehicle turned too little"
                        : "the pictures do not follow the turns closely enough";
        Map<String, Double> numbers = new TreeMap<>();
        numbers.put("turnDeviation", found.turnDeviation());
        numbers.put("correlation", found.correlation());
        numbers.put("comparedSeconds", found.comparedSeconds());
        if (Double.isFinite(found.uncertaintySeconds())) {
            numbers.put("uncertaintySeconds", found.uncertaintySeconds());
        }
        return new Finding(
                "CAMERA_CLOCK_UNKNOWN",
                Severity.INFO,
                topic,
                String.format(
                        Locale.ROOT,
                        "How late the pictures are against %s is not known, as %s. Over %.1f s the"
                            + " turn rate deviates by %.4f rad/s (expected %.2f or more), the"
                            + " correlation is %.2f (%.2f or more), the uncertainty %.3f s (%.2f or"
                            + " less).",
                        reference,
                        why,
                        found.comparedSeconds(),
                        found.turnDeviation(),
                        LEAST_DEVIATION,
                        found.correlation(),
                        LEAST_CORRELATION,
                        found.uncertaintySeconds(),
                        MOST_UNCERTAINTY),
                numbers);
    }

    private static Finding undecodable(String topic, long count) {
        return new Finding(
                "UNDECODABLE_IMAGES",
                Severity.WARNING,
                topic,
                "%d keyframes begin as JPEGs and cannot be decoded, or have more than 100 million pixels; they are kept as they are"
                        .formatted(count),
                Map.of("messages", (double) count));
    }

    @Override
    public void close() {
        cameras.values().forEach(PictureMotion::close);
    }
}
