package dev.roadloop.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.ecr.assets.DockerImageAsset;
import software.constructs.Construct;

/// Trainings as SageMaker jobs of the same image: the role that they work under, and what a machine
/// needs to create them. It costs nothing at rest; there is no resource beside the role.
final class SageMakerTraining extends Construct {

    /// What may be asked for. The first is for who asks for none. Where the platform has GPUs,
    /// those of families `g` and `p`, too, which are given the image for them.
    private static final List<String> INSTANCE_TYPES =
            List.of(
                    "ml.m5.4xlarge",
                    "ml.m5.xlarge",
                    "ml.m5.2xlarge",
                    "ml.m5.12xlarge",
                    "ml.c5.4xlarge",
                    "ml.c5.9xlarge");

    private static final List<String> GPU_INSTANCE_TYPES =
            List.of(
                    "ml.g6.xlarge",
                    "ml.g6.2xlarge",
                    "ml.g6.12xlarge",
                    "ml.g5.xlarge",
                    "ml.g5.2xlarge");

    private static final String LOGS = "/aws/sagemaker/TrainingJobs";

    private final HandWrittenRole role;
    private final DockerImageAsset image;
    private final DockerImageAsset gpuImage;
    private final FoundationStack foundation;

    /// @param image of the job
    /// @param gpuImage the same on instances with a GPU
    /// @param permissions of its program
    SageMakerTraining(
            Construct scope,
            FoundationStack foundation,
            DockerImageAsset image,
            DockerImageAsset gpuImage,
            List<Permission> permissions) {
        super(scope, "SageMaker");
        this.foundation = foundation;
        this.image = image;
        this.gpuImage = gpuImage;
        this.role =
                new HandWrittenRole(
                        this,
                        "Access",
                        "sagemaker.amazonaws.com",
                        Permission.all(permissions, running()));
    }

    /// What SageMaker does for a job under its role.
    private List<Permission> running() {
        return List.of(
                // The key that OutputDataConfig names for the model's archive.
                Permission.on(foundation.keys().derived().getKeyArn(), "kms:Encrypt"),
                Permission.on(
                        image.getRepository().getRepositoryArn(),
                        "ecr:BatchCheckLayerAvailability",
                        "ecr:GetDownloadUrlForLayer",
                        "ecr:BatchGetImage"),
                Permission.onAnything(
                        "A registry token is given for the account, not for a repository.",
                        "ecr:GetAuthorizationToken"),
                new Permission.Wide(
                        List.of(
                                "logs:CreateLogGroup",
                                "logs:CreateLogStream",
                                "logs:DescribeLogStreams",
                                "logs:PutLogEvents"),
                        Arns.colon(this, "logs", "log-group", LOGS + ":*"),
                        LOGS + ":*",
                        "SageMaker makes up the names of its jobs' log streams."),
                Permission.onAnything("Metrics have no ARN to name.", "cloudwatch:PutMetricData"));
    }

    /// What a machine may do to run jobs.
    ///
    /// @param kind what the names of its jobs begin with
    List<Permission> create(String kind) {
        return List.of(
                new Permission.Wide(
                        List.of(
                                "sagemaker:CreateTrainingJob",
                                "sagemaker:DescribeTrainingJob",
                                "sagemaker:StopTrainingJob",
                                "sagemaker:AddTags",
                                "sagemaker:ListTags"),
                        Arns.slash(this, "sagemaker", "training-job", kind + "-*"),
                        ":training-job/" + kind + "-*",
                        "The names of jobs are made of those of runs, which are not known before."),
                new Permission.Passed(role.role().getRoleArn(), "sagemaker.amazonaws.com"),
                Permission.on(
                        Arns.slash(
                                this,
                                "events",
                                "rule",
                                "StepFunctionsGetEventsForSageMakerTrainingJobsRule"),
                        "events:PutTargets",
                        "events:PutRule",
                        "events:DescribeRule"));
    }

    /// What functions know of where trainings may run.
    ///
    /// @param gpus whether on GPUs, too
    static Map<String, String> environment(boolean gpus) {
        List<String> types = new ArrayList<>(INSTANCE_TYPES);
        if (gpus) {
            types.addAll(GPU_INSTANCE_TYPES);
        }
        return Map.of("SAGEMAKER_INSTANCE_TYPES", String.join(",", types));
    }

    /// Values of a machine's placeholders.
    Map<String, String> placeholders() {
        return Map.of(
                "TrainImage", image.getImageUri(),
                "TrainImageDigest", image.getAssetHash(),
                "TrainGpuImage", gpuImage.getImageUri(),
                "TrainGpuImageDigest", gpuImage.getAssetHash(),
                "SageMakerRole", role.role().getRoleArn(),
                "GoldBucket", foundation.buckets().gold().getBucketName(),
                "GoldenBucket", foundation.buckets().golden().getBucketName(),
                "GoldKey", foundation.keys().derived().getKeyArn());
    }
}
