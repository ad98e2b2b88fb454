package dev.roadloop.embedded;

import dev.roadloop.embedded.api.Experiment;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.api.RoleEnvironment;
import dev.roadloop.embedded.batch.BatchApi;
import dev.roadloop.embedded.cloudformation.StacksApi;
import dev.roadloop.embedded.dynamodb.DynamoDbTables;
import dev.roadloop.embedded.events.EventBridgeApi;
import dev.roadloop.embedded.events.SchedulerApi;
import dev.roadloop.embedded.gateway.Gateway;
import dev.roadloop.embedded.httpapi.HttpApis;
import dev.roadloop.embedded.iam.IdentityAccess;
import dev.roadloop.embedded.iam.RequiredPermissions;
import dev.roadloop.embedded.kms.KmsApi;
import dev.roadloop.embedded.lambda.LambdaApi;
import dev.roadloop.embedded.logs.LogStore;
import dev.roadloop.embedded.logs.LogsApi;
import dev.roadloop.embedded.s3.ObjectStore;
import dev.roadloop.embedded.sagemaker.SageMakerApi;
import dev.roadloop.embedded.sqs.SqsApi;
import dev.roadloop.embedded.stepfunctions.StepFunctions;
import dev.roadloop.embedded.stepfunctions.engine.Scheduler;
import dev.roadloop.embedded.sts.StsApi;
import dev.roadloop.embedded.template.CloudAssembly;
import dev.roadloop.embedded.template.CloudResource;
import dev.roadloop.embedded.template.TemplateSettings;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A synthesised template as live services on one port.
///
/// Serves S3, DynamoDB, SQS, KMS, STS, EventBridge, Scheduler, Lambda, Batch, SageMaker (training
/// jobs), Step Functions, CloudWatch Logs and HTTP APIs; a call to any other service is answered
/// with `UnknownService`. State lies under one directory and survives the process; a second process
/// on it is refused.
public final class EmbeddedCloud implements AutoCloseable {

    private static final String SAGEMAKER = "sagemaker.amazonaws.com";

    private final Gateway gateway;
    private final CloudAssembly assembly;
    private final List<CloudResource> unserved;
    private final Duration readyIn;
    private final List<AutoCloseable> closing;

    private EmbeddedCloud(
            Gateway gateway,
            CloudAssembly assembly,
            List<CloudResource> unserved,
            Duration readyIn,
            List<AutoCloseable> closing) {
        this.gateway = gateway;
        this.assembly = assembly;
        this.unserved = List.copyOf(unserved);
        this.readyIn = readyIn;
        this.closing = List.copyOf(closing);
    }

    /// How to start.
    ///
    /// @param cdkOut folder of the synthesised application, with `manifest.json`
    /// @param stateDirectory where everything that must survive is kept
    /// @param port 0 for the one used last with this state, or else any free one
    /// @param strict true to run functions in child JVMs under AWS's runtime
    /// @param experiment what goes wrong, for tests of how a system fails
    public record Options(
            Path cdkOut,
            Path stateDirectory,
            int port,
            boolean strict,
            Clock clock,
            String region,
            Experiment experiment) {
        /// Without an experiment.
        public Options(
                Path cdkOut,
                Path stateDirectory,
                int port,
                boolean strict,
                Clock clock,
                String region) {
            this(cdkOut, stateDirectory, port, strict, clock, region, Experiment.NONE);
        }
    }

    /// Starts everything and takes up what an earlier process left undone.
    ///
    /// @throws IllegalStateException if another process uses the state directory
    public static EmbeddedCloud start(Options options) {
        long begin = System.nanoTime();
        List<AutoCloseable> opened = new ArrayList<>();
        try {
            StateDirectory state = StateDirectory.open(options.stateDirectory());
            opened.addFirst(state);
            Gateway gateway = state.bind(options.port());
            opened.addFirst(gateway);
            CloudAssembly assembly =
                    CloudAssembly.load(
                            options.cdkOut(),
                            TemplateSettings.of(options.region(), gateway.endpoint()));
            IdentityAccess iam =
                    IdentityAccess.of(assembly, options.stateDirectory(), options.clock());
            ServiceTrust.check(assembly, iam);
            gateway.secure(iam, new RequiredPermissions(assembly));
            gateway.trouble(options.experiment().faults());
            ComputeResources resources = new ComputeResources(assembly);
            Path folder = options.stateDirectory();
            LogStore logs = new LogStore(folder.resolve("logs"), options.clock());
            RoleEnvironment roles = new RoleVariables(iam, gateway.endpoint(), options.region());
            String account = assembly.settings().account();
            Principal owner = new Principal(assembly.settings().globalArn("iam", "root"));
            CompletableFuture<DynamoDbTables> tables =
                    CompletableFuture.supplyAsync(() -> DynamoDbTables.start(assembly, folder));
            EventBridgeApi.Account place = new EventBridgeApi.Account(account, options.region());
            EventBridgeApi events =
                    opened(
                            opened,
                            new EventBridgeApi(
                                    place,
                                    resources.buses(),
                                    resources.rules(),
                                    resources.archives(),
                                    gateway,
                                    folder.resolve("events"),
                                    options.clock()));
            CompletableFuture<ObjectStore> objects =
                    CompletableFuture.supplyAsync(
                            () -> ObjectStore.start(assembly, folder, events::publish));
            SqsApi queues = opened(opened, new SqsApi(assembly, folder, options.clock()));
            SchedulerApi scheduler =
                    opened(
                            opened,
                            new SchedulerApi(
                                    resources.schedules(),
                                    place,
                                    gateway,
                                    folder.resolve("scheduler"),
                                    options.clock()));
            int cores = Runtime.getRuntime().availableProcessors();
            BatchApi batch =
                    opened(
                            opened,
                            new BatchApi(
                                    resources.jobQueues(),
                                    resources.jobDefinitions(),
                                    roles,
                                    logs,
                                    folder.resolve("batch"),
                                    options.clock(),
                                    cores,
                                    detail ->
                                            events.publish(
                                                    "aws.batch",
                                                    "Batch Job State Change",
                                                    List.of(detail.path("jobArn").asText()),
                                                    detail)));
            LambdaApi lambda =
                    opened(
                            opened,
                            new LambdaApi(
                                    resources.functions(),
                                    resources.mappings(),
                                    roles,
                                    logs,
                                    gateway,
                                    folder.resolve("lambda"),
                                    options.clock(),
                                    new LambdaApi.Settings(
                                            options.strict(),
                                            Math.max(4, cores * 2),
                                            Duration.ofMinutes(1))));
            StepFunctions states =
                    opened(
                            opened,
                            StepFunctions.open(
                                    folder.resolve("stepfunctions"),
                                    Scheduler.system(options.clock(), options.experiment().speed()),
                                    gateway,
                                    options.region(),
                                    account,
                                    (execution, machine, detail) ->
                                            events.publish(
                                                    "aws.states",
                                                    "Step Functions Execution Status Change",
                                                    List.of(execution),
                                                    detail)));
            new MachineResources(assembly).deploy(states, owner);
            ObjectStore store = opened(opened, started(objects));
            gateway.proxyS3(store.endpoint());
            SageMakerApi training =
                    opened(
                            opened,
                            new SageMakerApi(
                                    assembly.settings().arn("sagemaker", ""),
                                    resources::trainingImage,
                                    role -> iam.requireTrust(role, SAGEMAKER, "RoleArn"),
                                    roles,
                                    logs,
                                    folder.resolve("sagemaker"),
                                    options.clock(),
                                    cores));
            gateway.serveApis(
                    new HttpApis(
                            new HttpApiResources(assembly).apis(),
                            assembly.settings(),
                            iam,
                            gateway,
                            options.clock()));
            List.of(
                            events,
                            scheduler,
                            batch,
                            training,
                            lambda,
                            states,
                            queues,
                            store.api(),
                            opened(opened, started(tables)).api(),
                            new KmsApi(assembly, folder),
                            new StsApi(iam),
                            new StacksApi(assembly, options.clock().instant()),
                            new LogsApi(logs, options.region(), account))
                    .forEach(gateway::register);
            gateway.serve();
            events.start();
            scheduler.start();
            batch.start();
            training.start();
            resources.mappings().forEach(mapping -> queues.handBack(mapping.queueArn()));
            lambda.start();
            states.resume();
            return new EmbeddedCloud(
                    gateway,
                    assembly,
                    UnservedResources.of(assembly),
                    Duration.ofNanos(System.nanoTime() - begin),
                    opened);
        } catch (RuntimeException e) {
            Closing.all(opened, e);
            throw e;
        }
    }

    private static <T extends AutoCloseable> T opened(List<AutoCloseable> opened, T service) {
        opened.addFirst(service);
        return service;
    }

    private static <T> T started(CompletableFuture<T> service) {
        try {
            return service.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /// Where all services listen: `http://127.0.0.1:<port>`.
    public URI endpoint() {
        return gateway.endpoint();
    }

    /// The template with every reference resolved.
    public CloudAssembly assembly() {
        return assembly;
    }

    /// Resources that have an effect on AWS and none here.
    public List<CloudResource> unserved() {
        return unserved;
    }

    /// From the call of [#start] to its return.
    public Duration readyIn() {
        return readyIn;
    }

    /// Heap and other memory that the Java runtime holds for itself now, in bytes.
    public static long memory() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        return memory.getHeapMemoryUsage().getCommitted()
                + memory.getNonHeapMemoryUsage().getCommitted();
    }

    /// Stops in the opposite order of the start. What is not done is taken up by the next start.
    @Override
    public void close() {
        Closing.all(closing, null);
    }
}
