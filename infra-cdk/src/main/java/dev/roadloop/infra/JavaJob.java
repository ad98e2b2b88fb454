package dev.roadloop.infra;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.IgnoreMode;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Size;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.batch.Action;
import software.amazon.awscdk.services.batch.CustomReason;
import software.amazon.awscdk.services.batch.EcsEc2ContainerDefinition;
import software.amazon.awscdk.services.batch.EcsFargateContainerDefinition;
import software.amazon.awscdk.services.batch.EcsJobDefinition;
import software.amazon.awscdk.services.batch.IEcsContainerDefinition;
import software.amazon.awscdk.services.batch.Reason;
import software.amazon.awscdk.services.batch.RetryStrategy;
import software.amazon.awscdk.services.ecr.assets.DockerImageAsset;
import software.amazon.awscdk.services.ecr.assets.Platform;
import software.amazon.awscdk.services.ecs.AwsLogDriverProps;
import software.amazon.awscdk.services.ecs.ContainerImage;
import software.amazon.awscdk.services.ecs.CpuArchitecture;
import software.amazon.awscdk.services.ecs.LogDriver;
import software.amazon.awscdk.services.ecs.OperatingSystemFamily;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/// A job whose image is one jar on a Java base image. Exit code 20, a transient failure, is tried
/// again, and so is one whose spare machine AWS took back; any other code means that trying again
/// would give the same, so the state machine decides.
final class JavaJob extends Construct {

    /// No image's program needs to be root. Here and not in images: SageMaker gives folders to
    /// root.
    private static final String USER = "1000";

    private static final String CONTAINER = "Container";

    /// Of an image for machines with a GPU.
    static final String GPU_DOCKERFILE = "Dockerfile.gpu";

    private final String name;
    private final String definition;
    private final LogGroup logs;
    private final DockerImageAsset image;

    /// @param name logical name, as in the state machine's placeholder
    /// @param machine what the image is for: arm64, or x86-64 where it holds native code for that
    /// @param image folder with a Dockerfile and, under `target/`, the shaded jar that it copies
    /// @param cores vCPUs, a size that [Fargate
    ///   offers](https://docs.aws.amazon.com/batch/latest/APIReference/API_ResourceRequirement.html)
    ///   with `memoryGiB`
    /// @param storageGiB scratch disk, 21 to 200; that of the machine where it has a GPU
    /// @param timeout of one attempt
    /// @param attempts how often it is tried, 1 to 10
    record Spec(
            String name,
            Machine machine,
            Path image,
            int cores,
            int memoryGiB,
            int storageGiB,
            Duration timeout,
            Map<String, String> environment,
            List<Permission> permissions,
            int attempts) {
        private String dockerfile() {
            return machine == Machine.GPU ? GPU_DOCKERFILE : "Dockerfile";
        }

        Spec {
            environment = Collections.unmodifiableMap(new TreeMap<>(environment));
            permissions = List.copyOf(permissions);
        }
    }

    /// What jobs run on.
    enum Machine {
        /// The cheaper one.
        ARM64(Platform.LINUX_ARM64, CpuArchitecture.ARM64, "Your Spot Task was interrupted*"),
        /// For native code that there is for no other.
        X86_64(Platform.LINUX_AMD64, CpuArchitecture.X86_64, "Your Spot Task was interrupted*"),
        /// With one GPU, of [GpuFleet]; all others are Fargate's.
        GPU(Platform.LINUX_AMD64, CpuArchitecture.X86_64, "Host EC2*");

        private final Platform platform;
        private final CpuArchitecture architecture;
        private final String taken;

        /// @param taken how Batch says that AWS took the machine back
        Machine(Platform platform, CpuArchitecture architecture, String taken) {
            this.platform = platform;
            this.architecture = architecture;
            this.taken = taken;
        }
    }

    JavaJob(Construct scope, Spec spec) {
        super(scope, spec.name());
        this.name = spec.name();
        this.definition = Stack.of(this).getStackName() + "-" + name;
        this.logs =
                LogGroup.Builder.create(this, "Logs")
                        .retention(RetentionDays.THREE_MONTHS)
                        .removalPolicy(RemovalPolicy.DESTROY)
                        .build();
        this.image =
                DockerImageAsset.Builder.create(this, "Image")
                        .directory(spec.image().toString())
                        .file(spec.dockerfile())
                        .platform(spec.machine().platform)
                        .ignoreMode(IgnoreMode.DOCKER)
                        .exclude(
                                spec.machine() == Machine.GPU
                                        ? List.of("**", "!" + GPU_DOCKERFILE, "!target/*-all.jar")
                                        : List.of(
                                                "**",
                                                "!Dockerfile",
                                                "!target/*-all.jar",
                                                "!target/pytorch-native-*.jar"))
                        .build();
        HandWrittenRole start =
                new HandWrittenRole(
                        this,
                        "StartAccess",
                        "ecs-tasks.amazonaws.com",
                        List.of(
                                Permission.on(
                                        image.getRepository().getRepositoryArn(),
                                        "ecr:BatchCheckLayerAvailability",
                                        "ecr:GetDownloadUrlForLayer",
                                        "ecr:BatchGetImage"),
                                Permission.on(
                                        logs.getLogGroupArn(),
                                        "logs:CreateLogStream",
                                        "logs:PutLogEvents"),
                                Permission.onAnything(
                                        "A registry token is given for the account, not for a"
                                                + " repository.",
                                        "ecr:GetAuthorizationToken")));
        HandWrittenRole work =
                new HandWrittenRole(this, "Access", "ecs-tasks.amazonaws.com", spec.permissions());
        EcsJobDefinition.Builder.create(this, "Definition")
                .jobDefinitionName(definition)
                .container(
                        spec.machine() == Machine.GPU
                                ? onGpu(spec, start, work)
                                : onFargate(spec, start, work))
                .retryAttempts(spec.attempts())
                .retryStrategies(
                        List.of(
                                retry(
                                        Action.RETRY,
                                        CustomReason.builder().onExitCode("20").build()),
                                retry(
                                        Action.RETRY,
                                        CustomReason.builder()
                                                .onStatusReason(spec.machine().taken)
                                                .build()),
                                RetryStrategy.of(Action.RETRY, Reason.CANNOT_PULL_CONTAINER),
                                retry(
                                        Action.RETRY,
                                        CustomReason.builder()
                                                .onStatusReason("Task failed to start*")
                                                .build()),
                                retry(Action.EXIT, CustomReason.builder().onExitCode("*").build())))
                .timeout(spec.timeout())
                .propagateTags(true)
                .build();
    }

    private IEcsContainerDefinition onFargate(
            Spec spec, HandWrittenRole start, HandWrittenRole work) {
        return EcsFargateContainerDefinition.Builder.create(this, CONTAINER)
                .image(ContainerImage.fromDockerImageAsset(image))
                .cpu(spec.cores())
                .memory(Size.gibibytes(spec.memoryGiB()))
                .ephemeralStorageSize(Size.gibibytes(spec.storageGiB()))
                .fargateCpuArchitecture(spec.machine().architecture)
                .fargateOperatingSystemFamily(OperatingSystemFamily.LINUX)
                .assignPublicIp(false)
                .user(USER)
                .environment(environment(spec, image))
                .executionRole(start.role())
                .jobRole(work.role())
                .logging(logging())
                .build();
    }

    private IEcsContainerDefinition onGpu(Spec spec, HandWrittenRole start, HandWrittenRole work) {
        return EcsEc2ContainerDefinition.Builder.create(this, CONTAINER)
                .image(ContainerImage.fromDockerImageAsset(image))
                .cpu(spec.cores())
                .memory(Size.gibibytes(spec.memoryGiB()))
                .gpu(1)
                .user(USER)
                .environment(environment(spec, image))
                .executionRole(start.role())
                .jobRole(work.role())
                .logging(logging())
                .build();
    }

    private LogDriver logging() {
        return LogDriver.awsLogs(
                AwsLogDriverProps.builder().logGroup(logs).streamPrefix(name).build());
    }

    /// Logical name, as in the state machine's placeholder.
    String name() {
        return name;
    }

    /// Name of its definition, by which it is submitted: the newest revision runs. CloudFormation
    /// deregisters the one before with each deployment, and executions that are under way or
    /// redriven keep the machine that they began with.
    String definition() {
        return definition;
    }

    /// What it runs.
    DockerImageAsset image() {
        return image;
    }

    LogGroup logs() {
        return logs;
    }

    /// What a job makes can be traced to the image that made it.
    private static Map<String, String> environment(Spec spec, DockerImageAsset image) {
        Map<String, String> all = new TreeMap<>(spec.environment());
        all.put("IMAGE_DIGEST", image.getAssetHash());
        return all;
    }

    private static RetryStrategy retry(Action action, CustomReason reason) {
        return RetryStrategy.of(action, Reason.custom(reason));
    }
}
