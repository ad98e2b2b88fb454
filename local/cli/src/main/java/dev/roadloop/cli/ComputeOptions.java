package dev.roadloop.cli;

import dev.roadloop.contracts.TrainingCompute;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the platform trains: what every command that trains there asks for.
final class ComputeOptions {

    /// For picocli, which makes one for each command.
    ComputeOptions() {}

    @Option(
            names = "--compute",
            paramLabel = "PLACE",
            defaultValue = TrainingCompute.BATCH,
            description = "batch, batch-gpu or sagemaker; ${DEFAULT-VALUE} by default.")
    private String place = TrainingCompute.BATCH;

    @Option(
            names = "--instance-type",
            paramLabel = "TYPE",
            description =
                    "Of a SageMaker job, such as ml.m5.4xlarge, or ml.g6.xlarge with a GPU; one"
                            + " that the platform allows.")
    private @Nullable String instanceType;

    @Option(
            names = "--max-hours",
            paramLabel = "N",
            description = "Hours that a SageMaker job may train, up to 120; 24 by default.")
    private @Nullable Integer hours;

    @Option(
            names = "--on-demand",
            description = "No spare machine for the SageMaker job, but one that is not taken back.")
    private boolean onDemand;

    /// What was asked for.
    ///
    /// @throws WrongOption when it is not possible
    TrainingCompute compute() {
        return WrongOption.of(() ->
                new TrainingCompute(place, instanceType, hours, onDemand ? Boolean.FALSE : null));
    }
}
