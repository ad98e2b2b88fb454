package dev.roadloop.embedded.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// A fault injection experiment, as AWS's Fault Injection Service makes them: what goes wrong where
/// code meets the services, and how short the pauses of Step Functions are meanwhile.
///
/// @param faults what goes wrong
/// @param speed 1 for real time, else how many times as fast waits for a number of seconds and the
///   pauses before retries of state machines pass; nothing else is hurried, timeouts neither
public record Experiment(Faults faults, int speed) {

    /// No experiment.
    public static final Experiment NONE = new Experiment(call -> Optional.empty(), 1);

    /// @throws IllegalArgumentException when the speed is below 1
    public Experiment {
        if (speed < 1) {
            throw new IllegalArgumentException(
                    "the speed of an experiment is at least 1, found " + speed);
        }
    }

    /// Decides about each call, before the service hears of it and after permissions were checked.
    /// Called from many threads at once.
    @FunctionalInterface
    public interface Faults {
        /// @return what to answer in the service's place; empty to let the call through. Requests
        ///   of S3's own protocol have no such answer, they pass or fail.
        /// @throws ApiException the error to answer with
        Optional<JsonNode> strike(Call call);
    }

    /// A call about to be made.
    ///
    /// @param caller on whose behalf
    /// @param service an IAM prefix such as `lambda`
    /// @param action its name, such as `InvokeFunction`
    /// @param input its parameters; for requests of S3's own protocol a text, `<bucket>/<key>`
    public record Call(Principal caller, String service, String action, JsonNode input) {}
}
