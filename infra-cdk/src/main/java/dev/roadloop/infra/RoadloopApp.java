package dev.roadloop.infra;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.TagProps;
import software.amazon.awscdk.Tags;

/// Synthesises the CloudFormation templates of Roadloop.
///
/// Needs Node.js 20 or newer, the artifacts of the build (see [Artifacts]) and no network. The
/// stacks name neither account nor region: one cloud assembly deploys anywhere and runs in the
/// embedded mode.
public final class RoadloopApp {

    private RoadloopApp() {}

    /// Writes the cloud assembly to the folder named by the environment variable `CDK_OUTDIR`, or
    /// does nothing when that folder was made from the very same inputs. With `off` in
    /// `ROADLOOP_GPUS` there are no machines with a GPU.
    ///
    /// @param args the root of the source tree, whose modules have been packaged
    public static void main(String[] args) throws IOException {
        String outdir = System.getenv("CDK_OUTDIR");
        if (args.length != 1 || outdir == null) {
            throw new IllegalArgumentException(
                    "RoadloopApp takes one argument, the root of the source tree, and the output"
                            + " folder in the environment"
                            + " variable CDK_OUTDIR; found %d arguments and CDK_OUTDIR=%s. `./mvnw package` sets both."
                                    .formatted(args.length, outdir));
        }
        Artifacts artifacts = new Artifacts(Path.of(args[0]));
        boolean gpus = !"off".equals(System.getenv("ROADLOOP_GPUS"));
        SynthesisStamp stamp =
                new SynthesisStamp(
                        Path.of(outdir), System.getProperty("java.class.path"), artifacts, gpus);
        if (stamp.isCurrent()) {
            System.out.println("Templates are up to date: " + outdir);
            return;
        }
        stamp.clear();
        synthesise(artifacts, Optional.of(Path.of(outdir)), gpus);
        stamp.write();
        System.out.println("Templates synthesised: " + outdir);
    }

    /// Builds and synthesises the app, checked by cdk-nag's AwsSolutions rules.
    static App synthesise(Artifacts artifacts, Optional<Path> outdir, boolean gpus) {
        App.Builder builder =
                App.Builder.create()
                        .analyticsReporting(false)
                        .treeMetadata(false)
                        .context(
                                Map.of(
                                        "aws:cdk:enable-path-metadata", true,
                                        "@aws-cdk/aws-iam:minimizePolicies", true,
                                        "@aws-cdk/aws-s3:serverAccessLogsUseBucketPolicy", true,
                                        "@aws-cdk/core:checkSecretUsage", true,
                                        "@aws-cdk/core:defaultCrossStackReferences", "strong"));
        outdir.map(Path::toString).ifPresent(builder::outdir);
        App app = builder.build();
        FoundationStack foundation =
                new FoundationStack(
                        app,
                        props(
                                "Keys, buckets, the drive catalog, the event bus, and where jobs"
                                        + " run."),
                        gpus);
        IngestStack ingest =
                new IngestStack(
                        app,
                        props("From a recording in the landing bucket to a catalogued drive."),
                        foundation,
                        artifacts);
        DatasetsStack datasets =
                new DatasetsStack(
                        app,
                        props("From labels in the landing bucket to a frozen dataset version."),
                        foundation,
                        artifacts);
        TrainingStack training =
                new TrainingStack(
                        app,
                        props("Experiment tracking: MLflow's API on a table and a bucket."),
                        foundation,
                        artifacts);
        ModelsStack models =
                new ModelsStack(
                        app,
                        props("The road to production: evaluation, gate, approvals."),
                        foundation,
                        training,
                        artifacts);
        new OperationsStack(
                app,
                props("Alarms and the dashboard."),
                foundation,
                ingest,
                datasets,
                training,
                models);
        Tags.of(app)
                .add(
                        "system",
                        "roadloop",
                        TagProps.builder()
                                .excludeResourceTypes(
                                        List.of("AWS::CloudWatch::Dashboard")) // cfn-lint knows no
                                // tags on it
                                .build());
        Aspects.of(app).add(AwsSolutionsChecks.Builder.create().build());
        app.synth();
        return app;
    }

    private static StackProps props(String description) {
        return StackProps.builder().description("Roadloop: " + description).build();
    }
}
