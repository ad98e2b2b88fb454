package dev.roadloop.train;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.learning.detection.FeatureGrid;
import dev.roadloop.learning.network.NetworkShape;
import dev.roadloop.learning.optimise.LearningRate;
import dev.roadloop.learning.training.Devices;
import dev.roadloop.learning.training.TrainingPlan;

/// The network and the plan that a job's configuration asks for.
final class Setup {

    private static final double DECAY = 0.05;
    private static final double CLIP = 5;
    private static final double AVERAGE = 0.998;

    private Setup() {}

    static NetworkShape shape(JobConfig config, DatasetManifest manifest) throws RefusedException {
        if (manifest.areas().size() > NetworkShape.MOST_AREAS) {
            throw new RefusedException(
                    TrainOutcome.BAD_MANIFEST,
                    "dataset %s: expected at most %d areas, found %d"
                            .formatted(
                                    manifest.name(),
                                    NetworkShape.MOST_AREAS,
                                    manifest.areas().size()));
        }
        Preset preset = config.preset();
        return new NetworkShape(
                new FeatureGrid(config.width(), config.height()),
                manifest.classes().size(),
                preset.channels(),
                preset.depth(),
                preset.features(),
                manifest.areas().size());
    }

    /// What the training computes on: all GPUs, or as many as it is told; the CPU where there are
    /// none.
    static Devices devices(JobConfig config) throws RefusedException {
        Devices here = Devices.here();
        int asked = config.devices();
        if (asked > here.all().size()) {
            throw new RefusedException(
                    TrainOutcome.NO_GPU,
                    ("devices: expected at most the %d that PyTorch finds here, found %d; leave it"
                                    + " out to use all")
                            .formatted(here.all().size(), asked));
        }
        return asked == 0 ? here : here.atMost(asked);
    }

    static TrainingPlan plan(JobConfig config) {
        Preset preset = config.preset();
        long warmUp = Math.min(config.steps(), Math.max(1, config.steps() / 20));
        return new TrainingPlan(
                config.batch(),
                config.accumulate(),
                config.steps(),
                new LearningRate(config.rate(), config.rate() / 50, warmUp, config.steps()),
                DECAY,
                CLIP,
                AVERAGE,
                preset.mosaic(),
                preset.plainShare(),
                preset.saveEvery(),
                config.judgeEvery(),
                config.patience(),
                config.provenance().seed());
    }
}
