package dev.roadloop.evaluate.job;

import dev.roadloop.evaluate.coco.CocoFiles;
import dev.roadloop.evaluate.detection.CocoEvaluation;
import dev.roadloop.evaluate.detection.CocoMetric;
import dev.roadloop.evaluate.inference.PackagedModel;
import dev.roadloop.evaluate.robustness.CorruptedRun;
import dev.roadloop.evaluate.robustness.Corruption;
import dev.roadloop.evaluate.robustness.Robustness;
import dev.roadloop.evaluate.robustness.RobustnessScores;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Shows a model the same pictures spoilt in every way and strength.
final class SpoiltTrial {
    private final JudgedSet set;
    private final Workers workers;
    private final Path truth;
    private final Path found;

    /// @param scratch an existing folder
    SpoiltTrial(JudgedSet set, Workers workers, Path scratch) {
        this.set = set;
        this.workers = workers;
        this.truth = scratch.resolve("some-truth.json");
        this.found = scratch.resolve("some-found.json");
    }

    /// @param seed of what is left to chance in a corruption
    Robustness judge(PackagedModel model, long seed) throws IOException {
        set.writeTruth(truth);
        Finds finds = new Finds(model, set, workers);
        AreaTrial areas = AreaTrial.counting(set, model.areas());
        finds.write(found, areas);
        Scores ofBoxes = new Scores(precision());
        Scores ofAreas = new Scores(areas == null ? 0 : areas.meanIou());
        if (!ofBoxes.matter() && !ofAreas.matter()) {
            return Robustness.NONE;
        }
        for (Corruption corruption : Corruption.values()) {
            for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
                AreaTrial spoilt = AreaTrial.counting(set, model.areas());
                finds.write(found, spoilt, corruption, severity, seed);
                ofBoxes.add(corruption, severity, precision());
                ofAreas.add(corruption, severity, spoilt == null ? 0 : spoilt.meanIou());
            }
        }
        return new Robustness(set.size(), ofBoxes.made(), ofAreas.made());
    }

    /// Scores beside a clean one, if that is more than nothing.
    private static final class Scores {
        private final double clean;
        private final List<CorruptedRun> runs = new ArrayList<>();

        Scores(double clean) {
            this.clean = clean;
        }

        boolean matter() {
            return clean > 0;
        }

        void add(Corruption corruption, int severity, double score) {
            if (matter()) {
                runs.add(RobustnessScores.run(corruption, severity, score, clean));
            }
        }

        @Nullable RobustnessScores made() {
            return matter() ? new RobustnessScores(clean, runs) : null;
        }
    }

    private double precision() throws IOException {
        CocoFiles files = CocoFiles.read(truth, List.of(found));
        return CocoEvaluation.match(files.truth(), files.detections().getFirst())
                .numbers()
                .get(CocoMetric.AP);
    }
}
