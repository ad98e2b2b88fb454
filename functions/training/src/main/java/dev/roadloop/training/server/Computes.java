package dev.roadloop.training.server;

import dev.roadloop.contracts.TrainingCompute;
import dev.roadloop.domain.CallerException;
import dev.roadloop.lambda.Variables;
import java.util.List;
import java.util.Map;

/// Where trainings may run on this platform.
///
/// @param instanceTypes of SageMaker jobs; the first is for who names none
public record Computes(List<String> instanceTypes) {
    /// @throws IllegalArgumentException when there is none
    public Computes {
        instanceTypes = List.copyOf(instanceTypes);
        if (instanceTypes.isEmpty()) {
            throw new IllegalArgumentException("expected an instance type at least, found none");
        }
    }

    /// @param env `SAGEMAKER_INSTANCE_TYPES`, with commas between them
    public static Computes from(Map<String, String> env) {
        return new Computes(List.of(Variables.of(env).get("SAGEMAKER_INSTANCE_TYPES").split(",")));
    }

    /// What was asked for, nothing left open.
    ///
    /// @throws CallerException when the platform does not allow it
    public TrainingCompute resolve(TrainingCompute asked) {
        if (!asked.on().equals(TrainingCompute.SAGEMAKER)) {
            return asked;
        }
        String type =
                asked.instanceType() == null ? instanceTypes.getFirst() : asked.instanceType();
        if (!instanceTypes.contains(type)) {
            throw new CallerException(
                    "compute.instanceType: this platform allows %s, found '%s'"
                            .formatted(String.join(", ", instanceTypes), type));
        }
        return new TrainingCompute(asked.on(), type, asked.hours(), asked.spot());
    }
}
