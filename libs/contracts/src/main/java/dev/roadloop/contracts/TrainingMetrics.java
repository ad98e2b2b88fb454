package dev.roadloop.contracts;

import java.util.List;
import java.util.stream.Stream;

/// The names of what a training logs of itself, by which sweeps compare trials.
public final class TrainingMetrics {
    /// The loss at a look at the validation samples.
    public static final String VALIDATION_LOSS = "validation_loss";

    /// The loss of a step.
    public static final String LOSS = "loss";

    /// The rate of learning of a step.
    public static final String LEARNING_RATE = "learning_rate";

    /// Intersection over union of areas at a look; only a network that knows areas has it.
    public static final String VALIDATION_AREA_IOU = "validation_area_iou";

    /// Before the names of COCO's numbers on the validation samples.
    public static final String VALIDATION = "validation_";

    /// Known at each look.
    public static final List<String> AT_LOOKS =
            List.of(VALIDATION_LOSS, LOSS, LEARNING_RATE, VALIDATION_AREA_IOU);

    /// Known when the training has ended: COCO's twelve numbers on the validation samples.
    public static final List<String> AT_END =
            Stream.of(
                            "AP",
                            "AP50",
                            "AP75",
                            "APsmall",
                            "APmedium",
                            "APlarge",
                            "AR1",
                            "AR10",
                            "AR100",
                            "ARsmall",
                            "ARmedium",
                            "ARlarge")
                    .map(VALIDATION::concat)
                    .toList();

    private TrainingMetrics() {}
}
