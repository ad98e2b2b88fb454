package dev.roadloop.embedded.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RealAssemblyTest {

    private static final Path CDK_OUT =
            Path.of(System.getProperty("roadloop.root", "../.."), "infra-cdk/target/cdk.out");

    @Test
    void readsTheSynthesisedStacksWithoutAnUnsupportedResource() {
        assumeTrue(
                Files.exists(CDK_OUT.resolve("manifest.json")),
                "no " + CDK_OUT + ": build infra-cdk first");
        CloudAssembly assembly =
                CloudAssembly.load(
                        CDK_OUT,
                        TemplateSettings.of("us-east-1", URI.create("http://127.0.0.1:4566")));

        assertThat(assembly.unsupported()).isEmpty();
        assertThat(assembly.resources("AWS::S3::Bucket"))
                .extracting(CloudResource::name)
                .anySatisfy(name -> assertThat(name).contains("landing"));
        assembly.resources("AWS::Lambda::Function")
                .forEach(function ->
                        assertThat(assembly.fileAsset(function.requireText("Code.S3Key")).path())
                                .exists());
        assembly.resources("AWS::Batch::JobDefinition")
                .forEach(job ->
                        assertThat(
                                        assembly.imageAsset(
                                                        job.requireText(
                                                                "ContainerProperties.Image"))
                                                .directory())
                                .isDirectory());
    }
}
