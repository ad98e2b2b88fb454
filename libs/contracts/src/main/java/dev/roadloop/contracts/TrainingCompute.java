package dev.roadloop.contracts;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a training runs.
///
/// @param on one of [#PLACES]
/// @param instanceType of a SageMaker job, such as `ml.m5.4xlarge`; the first that the platform
///   allows if absent
/// @param hours that a SageMaker job may train, 1 to 120; 24 if absent
/// @param spot whether a SageMaker job runs on spare machines; true if absent
public record TrainingCompute(
        String on, @Nullable String instanceType, @Nullable Integer hours, @Nullable Boolean spot) {
    /// A Batch job, on spare machines of Fargate where there are some.
    public static final String BATCH = "batch";

    /// A Batch job on a machine with a GPU, on a spare one where there is one.
    public static final String BATCH_GPU = "batch-gpu";

    /// A SageMaker training job.
    public static final String SAGEMAKER = "sagemaker";

    /// All places.
    public static final List<String> PLACES = List.of(BATCH, BATCH_GPU, SAGEMAKER);

    /// Where a training runs whose request does not say.
    public static final TrainingCompute USUAL = new TrainingCompute(BATCH, null, null, null);

    /// Families of instance types that have GPUs; the machines know them, too.
    private static final Pattern GPU_TYPE = Pattern.compile("ml\\.[gp][0-9].*");

    private static final int USUAL_HOURS = 24;
    private static final int MOST_HOURS = 120;

    /// @throws IllegalArgumentException when the place is unknown, a number out of range, or a
    ///   Batch job is given what only SageMaker jobs have
    public TrainingCompute {
        Required.text(on, "compute.on");
        if (!PLACES.contains(on)) {
            throw new IllegalArgumentException(
                    "compute.on: expected one of %s, found '%s'".formatted(PLACES, on));
        }
        boolean sagemaker = on.equals(SAGEMAKER);
        if (!sagemaker && (instanceType != null || hours != null || spot != null)) {
            throw new IllegalArgumentException(
                    "compute: instanceType, hours and spot are for %s, found them with '%s'; leave"
                                    .formatted(SAGEMAKER, on)
                            + " them out");
        }
        if (hours != null) {
            checkHours(hours);
        } else if (sagemaker) {
            hours = USUAL_HOURS;
        }
        if (sagemaker && spot == null) {
            spot = true;
        }
    }

    private static void checkHours(int hours) {
        if (hours < 1 || hours > MOST_HOURS) {
            throw new IllegalArgumentException(
                    "compute.hours: expected 1 to %d, found %d".formatted(MOST_HOURS, hours));
        }
    }

    /// Whether it is no use without a GPU.
    public boolean needsGpu() {
        return on.equals(BATCH_GPU)
                || (instanceType != null && GPU_TYPE.matcher(instanceType).matches());
    }

    /// In the words of a tag.
    public String label() {
        return on.equals(SAGEMAKER)
                ? "%s %s %s"
                        .formatted(
                                on, instanceType, Boolean.TRUE.equals(spot) ? "spot" : "on-demand")
                : on;
    }
}
