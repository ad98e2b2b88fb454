package dev.roadloop.infra;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/// Searches for good settings: state machine `sweep`, whose workers ask and tell functions around a
/// journal in the tracking table, and run the job of `train-model` for each trial.
final class Sweeps extends Construct {

    private final List<JavaFunction> functions;
    private final WorkflowMachine machine;

    /// What the training context has already.
    ///
    /// @param runs the table with the journals
    /// @param trains the jobs that train, without a GPU and, where there is one, with
    /// @param sagemaker the same in SageMaker
    /// @param fail what fails executions
    record Parts(
            TrackingRuns runs,
            List<JavaJob> trains,
            SageMakerTraining sagemaker,
            JavaFunction fail,
            IQueue undelivered) {}

    Sweeps(Construct scope, FoundationStack foundation, Artifacts artifacts, Parts parts) {
        super(scope, "Sweeps");
        DriveAccess access = new DriveAccess(foundation);
        JavaFunction open =
                function(
                        artifacts,
                        parts,
                        spec(
                                "OpenSweep",
                                "Begins a sweep's journal, or refuses it by name.",
                                foundation,
                                parts.runs(),
                                List.of()));
        JavaFunction ask =
                function(
                        artifacts,
                        parts,
                        spec(
                                "AskTrial",
                                "Tells a sweep's worker what to train next.",
                                foundation,
                                parts.runs(),
                                List.of()));
        JavaFunction tell =
                function(
                        artifacts,
                        parts,
                        spec(
                                "TellTrial",
                                "Takes what came out of a trial into journal and tracking.",
                                foundation,
                                parts.runs(),
                                access.readRuns()));
        JavaFunction finish =
                function(
                        artifacts,
                        parts,
                        spec(
                                "FinishSweep",
                                "Writes a sweep's report and ends its runs.",
                                foundation,
                                parts.runs(),
                                access.writeSweeps()));
        this.functions = List.of(open, ask, tell, finish);
        this.machine =
                new WorkflowMachine(
                        this,
                        "Machine",
                        foundation.fleet(),
                        new WorkflowMachine.Spec(
                                "Sweep",
                                artifacts.machine("sweep"),
                                Stream.concat(functions.stream(), Stream.of(parts.fail())).toList(),
                                parts.trains(),
                                TrainingStack.values(foundation, parts.sagemaker(), parts.trains()),
                                true,
                                Permission.all(
                                        access.announce(), parts.sagemaker().create("trial"))));
        CfnOutput.Builder.create(scope, "Sweep")
                .description("The state machine whose executions are sweeps")
                .value(machine.machine().getStateMachineArn())
                .build();
    }

    /// Those that the machine calls, but for the one that fails it.
    List<JavaFunction> functions() {
        return functions;
    }

    WorkflowMachine machine() {
        return machine;
    }

    private JavaFunction function(Artifacts artifacts, Parts parts, FunctionSpec spec) {
        return new JavaFunction(this, spec, artifacts.jar("training"), parts.undelivered());
    }

    private static FunctionSpec spec(
            String name,
            String description,
            FoundationStack foundation,
            TrackingRuns runs,
            List<Permission> permissions) {
        boolean enters = name.equals("TellTrial") || name.equals("FinishSweep");
        return new FunctionSpec(
                name,
                "dev.roadloop.training.sweep." + name + "Handler",
                description,
                enters ? Duration.minutes(5) : Duration.minutes(1),
                1769,
                name.equals("OpenSweep") ? runs.starting(foundation) : runs.environment(foundation),
                Permission.all(runs.search(foundation), permissions));
    }
}
