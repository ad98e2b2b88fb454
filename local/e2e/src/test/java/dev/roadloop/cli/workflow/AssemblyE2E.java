package dev.roadloop.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.embedded.template.CloudAssembly;
import dev.roadloop.embedded.template.CloudResource;
import dev.roadloop.embedded.template.TemplateSettings;
import java.net.URI;
import org.junit.jupiter.api.Test;

/// The synthesised template as the embedded mode reads it.
class AssemblyE2E {

    @Test
    void theSynthesisedStacksAreReadWithoutAnUnsupportedResource() {
        CloudAssembly assembly =
                CloudAssembly.load(
                        WorkflowCloud.ROOT.resolve("infra-cdk/target/cdk.out"),
                        TemplateSettings.of("us-east-1", URI.create("http://127.0.0.1:4566")));

        assertThat(assembly.unsupported()).isEmpty();
        assertThat(assembly.resources("AWS::S3::Bucket"))
                .extracting(CloudResource::name)
                .anySatisfy(name -> assertThat(name).contains("landing"));
        assertThat(assembly.resources("AWS::Lambda::Function"))
                .isNotEmpty()
                .allSatisfy(function ->
                        assertThat(assembly.fileAsset(function.requireText("Code.S3Key")).path())
                                .exists());
        assertThat(assembly.resources("AWS::Batch::JobDefinition"))
                .isNotEmpty()
                .allSatisfy(job ->
                        assertThat(
                                        assembly.imageAsset(
                                                        job.requireText(
                                                                "ContainerProperties.Image"))
                                                .directory())
                                .isDirectory());
    }
}
