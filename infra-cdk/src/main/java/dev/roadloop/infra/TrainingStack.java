package dev.roadloop.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.events.Rule;
import software.amazon.awscdk.services.events.targets.LambdaFunction;
import software.amazon.awscdk.services.events.targets.LambdaFunctionProps;
import software.amazon.awscdk.services.sqs.IQueue;
import software.constructs.Construct;

/// Experiment tracking: HTTP API → Tracking → table and gold bucket. And trainings: state machine
/// `train-model` → job, whose run RecordRun enters into the tracking → job that packages the model.
/// And [Sweeps] of the same job.
final class TrainingStack extends Stack {

    /// An HTTP API waits no longer for a function.
    private static final Duration LONGEST_ANSWER = Duration.seconds(29);

    private final JavaFunction tracking;
    private final JavaFunction beginRun;
    private final JavaFunction recordRun;
    private final JavaFunction followRun;
    private final JavaFunction registerVersion;
    private final JavaFunction failTraining;
    private final WorkflowMachine machine;
    private final Sweeps sweeps;
    private final IQueue undelivered;

    TrainingStack(
            Construct scope, StackProps props, FoundationStack foundation, Artifacts artifacts) {
        super(scope, "RoadloopTraining", props);
        TrackingRuns runs = new TrackingRuns(this, "Runs");
        this.undelivered = new UndeliveredQueue(this, "Undelivered").queue();
        this.tracking =
                new JavaFunction(
                        this, tracking(foundation, runs), artifacts.jar("training"), undelivered);
        this.beginRun =
                new JavaFunction(
                        this, beginRun(foundation, runs), artifacts.jar("training"), undelivered);
        this.recordRun =
                new JavaFunction(
                        this, recordRun(foundation, runs), artifacts.jar("training"), undelivered);
        this.followRun =
                new JavaFunction(
                        this, followRun(foundation, runs), artifacts.jar("training"), undelivered);
        follow(foundation);
        this.registerVersion =
                new JavaFunction(
                        this,
                        registerVersion(foundation, runs),
                        artifacts.jar("training"),
                        undelivered);
        this.failTraining =
                new JavaFunction(
                        this,
                        FailExecution.spec("FailTraining", "training", foundation),
                        artifacts.jar("training"),
                        undelivered);
        DriveAccess access = new DriveAccess(foundation);
        JavaJob train = trainJob("TrainJob", foundation, access, artifacts);
        List<JavaJob> trains =
                foundation.fleet().hasGpus()
                        ? List.of(train, trainJob("GpuTrainJob", foundation, access, artifacts))
                        : List.of(train);
        SageMakerTraining sagemaker =
                new SageMakerTraining(
                        this,
                        foundation,
                        train.image(),
                        trains.getLast().image(),
                        training(access));
        this.machine =
                new WorkflowMachine(
                        this,
                        "TrainMachine",
                        foundation.fleet(),
                        new WorkflowMachine.Spec(
                                "TrainModel",
                                artifacts.machine("train-model"),
                                List.of(beginRun, recordRun, failTraining),
                                with(trains, packageJob(foundation, access, artifacts)),
                                values(foundation, sagemaker, trains),
                                false,
                                Permission.all(
                                        access.announce(),
                                        access.readRuns(),
                                        sagemaker.create("train"))));
        this.sweeps =
                new Sweeps(
                        this,
                        foundation,
                        artifacts,
                        new Sweeps.Parts(runs, trains, sagemaker, failTraining, undelivered));
        CfnOutput.Builder.create(this, "TrainModel")
                .description("The state machine whose executions are trainings")
                .value(machine.machine().getStateMachineArn())
                .build();
        // `MLFLOW_TRACKING_AWS_SIGV4` makes MLflow's Python client sign.
        SignedApi api =
                new SignedApi(
                        this,
                        "TrackingApi",
                        "tracking",
                        "experiment tracking for MLflow's clients",
                        tracking);
        CfnOutput.Builder.create(this, "TrackingUri")
                .description("MLFLOW_TRACKING_URI of MLflow's clients")
                .value(api.endpoint())
                .build();
    }

    /// On spare machines: each attempt goes on at the last checkpoint, which a training writes,
    /// too, when it is told that its machine is taken back. With a GPU it takes the smallest
    /// machine of [GpuFleet], less what ECS needs of its 16 GiB.
    private JavaJob trainJob(
            String name, FoundationStack foundation, DriveAccess access, Artifacts artifacts) {
        boolean gpu = name.equals("GpuTrainJob");
        return new JavaJob(
                this,
                new JavaJob.Spec(
                        name,
                        gpu ? JavaJob.Machine.GPU : JavaJob.Machine.X86_64,
                        artifacts.image("train"),
                        gpu ? 4 : 16,
                        gpu ? 14 : 32,
                        200,
                        Duration.hours(24),
                        Map.of(
                                "GOLD_BUCKET", foundation.buckets().gold().getBucketName(),
                                "GOLDEN_BUCKET", foundation.buckets().golden().getBucketName()),
                        training(access),
                        10));
    }

    private static List<Permission> training(DriveAccess access) {
        return Permission.all(access.readDatasets(), access.keepRuns());
    }

    /// Values of the placeholders of a machine that trains.
    ///
    /// @param trains without a GPU, and with one where there is one: else the first, which refuses
    static Map<String, String> values(
            FoundationStack foundation, SageMakerTraining sagemaker, List<JavaJob> trains) {
        Map<String, String> values = new TreeMap<>(sagemaker.placeholders());
        values.put("EventBus", foundation.events().bus().getEventBusName());
        values.put("GpuTrainJob", trains.getLast().definition());
        return values;
    }

    private static List<JavaJob> with(List<JavaJob> jobs, JavaJob another) {
        return Stream.concat(jobs.stream(), Stream.of(another)).toList();
    }

    /// Verifying takes minutes; three attempts fit into the twelve hours that the machine waits.
    private JavaJob packageJob(
            FoundationStack foundation, DriveAccess access, Artifacts artifacts) {
        return new JavaJob(
                this,
                new JavaJob.Spec(
                        "PackageJob",
                        JavaJob.Machine.X86_64,
                        artifacts.image("package"),
                        8,
                        32,
                        200,
                        Duration.hours(4),
                        Map.of("GOLD_BUCKET", foundation.buckets().gold().getBucketName()),
                        Permission.all(
                                access.readLearnt(), access.readRuns(), access.writePackages()),
                        3));
    }

    /// What a training writes of its steps is entered as it goes on.
    private void follow(FoundationStack foundation) {
        Rule.Builder.create(this, "RunEvents")
                .description("Events of trainings, each a line with a loss")
                .eventPattern(
                        CreatedObjects.of(
                                foundation.buckets().gold(), "models/runs/*/events.jsonl"))
                .targets(
                        List.of(
                                new LambdaFunction(
                                        followRun.alias(),
                                        LambdaFunctionProps.builder()
                                                .deadLetterQueue(undelivered)
                                                .build())))
                .build();
    }

    private static FunctionSpec beginRun(FoundationStack foundation, TrackingRuns runs) {
        return new FunctionSpec(
                "BeginRun",
                "dev.roadloop.training.server.BeginRunHandler",
                "Enters a training that begins into the experiment tracking.",
                Duration.minutes(1),
                1769,
                runs.starting(foundation),
                runs.search(foundation));
    }

    private static FunctionSpec followRun(FoundationStack foundation, TrackingRuns runs) {
        return new FunctionSpec(
                "FollowRun",
                "dev.roadloop.training.server.FollowRunHandler",
                "Logs the losses of a training while it trains.",
                Duration.minutes(1),
                1769,
                runs.environment(foundation),
                Permission.all(runs.search(foundation), new DriveAccess(foundation).readRuns()));
    }

    private static FunctionSpec registerVersion(FoundationStack foundation, TrackingRuns runs) {
        return new FunctionSpec(
                "RegisterVersion",
                "dev.roadloop.training.server.RegisterVersionHandler",
                "Enters a packaged model into the registry as a version.",
                Duration.minutes(1),
                1769,
                runs.environment(foundation),
                runs.access());
    }

    private static FunctionSpec recordRun(FoundationStack foundation, TrackingRuns runs) {
        return new FunctionSpec(
                "RecordRun",
                "dev.roadloop.training.server.RecordRunHandler",
                "Enters a training that has ended into the experiment tracking.",
                Duration.minutes(5),
                1769,
                runs.environment(foundation),
                Permission.all(runs.search(foundation), new DriveAccess(foundation).readRuns()));
    }

    private static FunctionSpec tracking(FoundationStack foundation, TrackingRuns runs) {
        return new FunctionSpec(
                "Tracking",
                "dev.roadloop.training.server.TrackingHandler",
                "Answers MLflow's clients.",
                LONGEST_ANSWER,
                1769,
                runs.environment(foundation),
                Permission.all(
                        runs.search(foundation), new DriveAccess(foundation).keepArtifacts()));
    }

    /// All functions of the context.
    List<JavaFunction> functions() {
        return Stream.concat(
                        Stream.of(
                                tracking,
                                beginRun,
                                recordRun,
                                followRun,
                                registerVersion,
                                failTraining),
                        sweeps.functions().stream())
                .toList();
    }

    /// The one function that fails on purpose, to fail its execution.
    JavaFunction failTraining() {
        return failTraining;
    }

    WorkflowMachine machine() {
        return machine;
    }

    WorkflowMachine sweepMachine() {
        return sweeps.machine();
    }

    /// What answers MLflow's clients.
    JavaFunction tracking() {
        return tracking;
    }

    /// What enters packages into the registry.
    JavaFunction registerVersion() {
        return registerVersion;
    }

    /// Asynchronous calls that failed.
    IQueue undelivered() {
        return undelivered;
    }
}
