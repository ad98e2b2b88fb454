package dev.roadloop.evaluate.robustness;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// The fifteen ways to spoil an image that Hendrycks and Dietterich test with (Benchmarking Neural
/// Network Robustness to Common Corruptions and Perturbations, 2019), each in five severities. The
/// kinds are theirs, the strengths ours: tuned to road scenes, and lengths in pixels grow with the
/// image. What they show is a model's loss, not ImageNet-C's figures.
///
/// Pure functions: the same image, severity and seed give the same result, of the same size, with
/// every object where it was or, for [#ELASTIC], a few pixels from it.
public enum Corruption {
    GAUSSIAN_NOISE(CorruptionKind.NOISE, 0.04, 0.07, 0.11, 0.16, 0.22),
    SHOT_NOISE(CorruptionKind.NOISE, 100, 40, 18, 8, 4),
    IMPULSE_NOISE(CorruptionKind.NOISE, 0.02, 0.05, 0.09, 0.16, 0.26),
    DEFOCUS_BLUR(CorruptionKind.BLUR, 1.5, 2.5, 4, 6, 9),
    GLASS_BLUR(CorruptionKind.BLUR, 1, 2, 3, 4.5, 6.5),
    MOTION_BLUR(CorruptionKind.BLUR, 5, 9, 15, 22, 32),
    ZOOM_BLUR(CorruptionKind.BLUR, 0.03, 0.06, 0.1, 0.15, 0.22),
    SNOW(CorruptionKind.WEATHER, 0.002, 0.005, 0.01, 0.018, 0.03),
    FROST(CorruptionKind.WEATHER, 0.3, 0.45, 0.6, 0.75, 0.9),
    FOG(CorruptionKind.WEATHER, 0.35, 0.5, 0.65, 0.8, 0.95),
    BRIGHTNESS(CorruptionKind.WEATHER, 0.1, 0.18, 0.26, 0.36, 0.48),
    CONTRAST(CorruptionKind.DIGITAL, 0.7, 0.52, 0.36, 0.22, 0.11),
    ELASTIC(CorruptionKind.DIGITAL, 2, 3.5, 5, 7, 10),
    PIXELATE(CorruptionKind.DIGITAL, 2, 3, 5, 8, 12),
    JPEG(CorruptionKind.DIGITAL, 0.3, 0.2, 0.12, 0.07, 0.03);

    /// How many severities there are.
    public static final int SEVERITIES = 5;

    private static final double USUAL_HEIGHT = 480;

    private final CorruptionKind kind;
    private final List<Double> strengths;

    Corruption(CorruptionKind kind, double... strengths) {
        this.kind = kind;
        this.strengths = Arrays.stream(strengths).boxed().toList();
    }

    /// Which group it is of.
    public CorruptionKind kind() {
        return kind;
    }

    /// Spoils an image.
    ///
    /// @param severity 1, hardly seen, to 5
    /// @param seed of everything random
    /// @throws IllegalArgumentException when there is no such severity
    public RgbImage apply(RgbImage image, int severity, long seed) {
        if (severity < 1 || severity > SEVERITIES) {
            throw new IllegalArgumentException(
                    "severity: expected 1 to " + SEVERITIES + ", found " + severity);
        }
        double strength = strengths.get(severity - 1);
        double scale = Math.max(0.25, image.height() / USUAL_HEIGHT);
        SplittableRandom random = new SplittableRandom(seed);
        return switch (this) {
            case GAUSSIAN_NOISE -> NoiseCorruptions.gaussian(image, strength, random);
            case SHOT_NOISE -> NoiseCorruptions.shot(image, strength, random);
            case IMPULSE_NOISE -> NoiseCorruptions.impulse(image, strength, random);
            case DEFOCUS_BLUR ->
                    BlurCorruptions.defocus(image, Math.max(severity, strength * scale));
            case GLASS_BLUR -> BlurCorruptions.glass(image, strength * scale, random);
            case MOTION_BLUR -> BlurCorruptions.motion(image, strength * scale, random);
            case ZOOM_BLUR -> BlurCorruptions.zoom(image, strength);
            case SNOW ->
                    WeatherCorruptions.snow(
                            image, strength, (int) Math.max(2, Math.round(8 * scale)), random);
            case FROST -> WeatherCorruptions.frost(image, strength, random);
            case FOG -> WeatherCorruptions.fog(image, strength, random);
            case BRIGHTNESS -> WeatherCorruptions.brightness(image, strength);
            case CONTRAST -> DigitalCorruptions.contrast(image, strength);
            case ELASTIC -> DigitalCorruptions.elastic(image, strength * scale, 40 * scale, random);
            case PIXELATE ->
                    DigitalCorruptions.pixelate(
                            image, Math.max(severity + 1, (int) Math.round(strength * scale)));
            case JPEG -> DigitalCorruptions.jpeg(image, strength);
        };
    }
}
