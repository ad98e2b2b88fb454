package dev.roadloop.evaluate.inference;

import dev.roadloop.contracts.evidence.Latency;
import java.util.Arrays;

/// How long a model takes for a picture, decoding and choice of boxes included, one after another.
public final class Stopwatch {
    private static final int WARM_UP = 5;
    private static final double MILLI = 1e6;

    private Stopwatch() {}

    /// Times a model on one picture.
    ///
    /// @param model loaded for all cores
    /// @param encoded a JPEG or PNG
    /// @param runs how often
    public static Latency measure(PackagedModel model, byte[] encoded, int runs) {
        for (int i = 0; i < WARM_UP; i++) {
            model.find(encoded, "warm-up");
        }
        long[] nanos = new long[runs];
        for (int i = 0; i < runs; i++) {
            long start = System.nanoTime();
            model.find(encoded, "latency");
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        return new Latency(
                machine(),
                1,
                runs,
                quantile(nanos, 0.50),
                quantile(nanos, 0.95),
                quantile(nanos, 0.99));
    }

    /// Milliseconds; the nearest rank.
    private static double quantile(long[] sorted, double part) {
        int rank = (int) Math.ceil(part * sorted.length);
        return sorted[Math.max(0, rank - 1)] / MILLI;
    }

    private static String machine() {
        return "%d cores, %s, ONNX Runtime"
                .formatted(
                        Runtime.getRuntime().availableProcessors(), System.getProperty("os.arch"));
    }
}
