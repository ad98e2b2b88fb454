package dev.roadloop.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.ecr.assets.DockerImageAsset;
import software.constructs.Construct;

/// Trainings as SageMaker jobs of the same image: the role that they work under, and what a machine
/// needs to create them. It costs nothing at rest; there is no resource beside the role.
final class SageMakerTraining extends Construct {

    /// What may be asked for. The first is for who asks for none. The image has PyTorch for CPUs.
    private static final List<String> INSTANCE_TYPES =
            List.of(
                    "ml.m5.4xlarge",
                    "ml.m5.xlarge",
                    "ml.m5.2xlarge",
                    "ml.m5.12xlarge",
                    "ml.c5.4xlarge",
                    "ml.c5.9xlarge");

    private static final String LOGS = "/aws/sagemaker/TrainingJobs";

    private final HandWrittenRole role;
    private final DockerImageAsset image;
    private final FoundationStack foundation;

    /// @param image of the job
    /// @param permissions of its program
    SageMakerTraining(
            Construct scope,
            FoundationStack foundation,
            DockerImageAsset image,
            List<Permission> permissions) {
        super(scope, "SageMaker");
        this.foundation = foundation;
        this.image = image;
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
                                "sagemaker:AddTags"),
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
    static Map<String, String> environment() {
        return Map.of("SAGEMAKER_INSTANCE_TYPES", String.join(",", INSTANCE_TYPES));
    }

    /// Values of a machine's placeholders.
    Map<String, String> placeholders() {
        return Map.of(
                "TrainImage", image.getImageUri(),
                "TrainImageDigest", image.getAssetHash(),
                "SageMakerRole", role.role().getRoleArn(),
                "GoldBucket", foundation.buckets().gold().getBucketName(),
                "GoldenBucket", foundation.buckets().golden().getBucketName(),
                "GoldKey", foundation.keys().derived().getKeyArn());
    }
}
