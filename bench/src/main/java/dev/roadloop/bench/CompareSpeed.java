package dev.roadloop.bench;

import dev.roadloop.evaluate.coco.CocoFiles;
import dev.roadloop.evaluate.detection.CocoEvaluation;
import dev.roadloop.evaluate.slices.Change;
import dev.roadloop.evaluate.slices.CompareModels;
import dev.roadloop.evaluate.slices.Comparison;
import dev.roadloop.evaluate.slices.JudgeSlices;
import dev.roadloop.evaluate.statistics.Bootstrap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Compares two models on a generated golden set of 300 images in 30 slices, as a qualification
/// does. The candidate lacks every fifth find of the baseline.
public final class CompareSpeed {
    private static final int IMAGES = 300;
    private static final int SLICES = 30;
    private static final int RESAMPLES = 1000;

    private CompareSpeed() {}

    /// Prints the seconds of the first comparison in this process and of two more.
    ///
    /// @param args none
    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("compare-speed");
        Path truth = folder.resolve("truth.json");
        Path baseline = folder.resolve("baseline.json");
        Path candidate = folder.resolve("candidate.json");
        new CocoSet(IMAGES, 5, 7, 40).write(truth, baseline);
        StringBuilder fewer = new StringBuilder();
        String[] finds = Files.readString(baseline).split("(?<=}), ", -1);
        for (int i = 0; i < finds.length; i++) {
            if (i == 0 || i == finds.length - 1 || i % 5 != 0) {
                fewer.append(i == 0 ? "" : ", ").append(finds[i]);
            }
        }
        Files.writeString(candidate, fewer);
        CocoFiles files = CocoFiles.read(truth, List.of(baseline, candidate));
        for (int run = 0; run < 3; run++) {
            long start = System.nanoTime();
            Comparison comparison =
                    new CompareModels(new Bootstrap(RESAMPLES, 1, 0.95), 0.05)
                            .compare(
                                    CocoEvaluation.match(
                                            files.truth(), files.detections().getFirst()),
                                    CocoEvaluation.match(
                                            files.truth(), files.detections().getLast()),
                                    JudgeSlices.withAll(IMAGES, slices()),
                                    "baseline");
            System.out.printf(
                    "%d images, %d slices, %d tests, %d of them clear: %.1f s%n",
                    IMAGES,
                    SLICES,
                    comparison.differences().size(),
                    comparison.differences().stream()
                            .filter(one -> one.change() != Change.UNCLEAR)
                            .count(),
                    (System.nanoTime() - start) / 1e9);
        }
        Files.delete(truth);
        Files.delete(baseline);
        Files.delete(candidate);
        Files.delete(folder);
    }

    /// Each has from one in thirty to all but one in thirty of the images.
    private static Map<String, BitSet> slices() {
        Random random = new Random(2);
        Map<String, BitSet> slices = new TreeMap<>();
        for (int slice = 1; slice <= SLICES; slice++) {
            BitSet images = new BitSet();
            for (int image = 0; image < IMAGES; image++) {
                images.set(image, random.nextInt(SLICES + 1) < slice);
            }
            slices.put("slice " + slice, images);
        }
        return slices;
    }
}
