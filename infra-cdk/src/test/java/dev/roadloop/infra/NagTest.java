package dev.roadloop.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.services.s3.Bucket;

/// That cdk-nag, added as [RoadloopApp] adds it, would report a fault; and that synthesis reported
/// none.
@Tag("slow")
class NagTest {

    @Test
    void aBucketWithoutTlsAndLogsIsReported() {
        App app = new App();
        Stack careless = new Stack(app, "Careless");
        new Bucket(careless, "Open");
        Aspects.of(app).add(AwsSolutionsChecks.Builder.create().build());

        assertThat(
                        Annotations.fromStack(careless)
                                .findError("*", Match.stringLikeRegexp("AwsSolutions-S10.*")))
                .hasSize(1);
    }

    @Test
    void theTemplatesWereSynthesisedWithoutErrorOrWarning() {
        List<String> notes =
                Stream.of("RoadloopFoundation", "RoadloopIngest", "RoadloopOperations")
                        .map(stack ->
                                Templates.json(
                                        Templates.ASSEMBLY.resolve(stack + ".metadata.json")))
                        .flatMap(metadata -> metadata.findValuesAsText("type").stream())
                        .toList();

        assertThat(notes).isNotEmpty().doesNotContain("aws:cdk:error", "aws:cdk:warning");
    }
}
