package dev.roadloop.embedded.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CloudAssemblyTest {

    private static final Path TWO_STACKS = Path.of("src/test/resources/assemblies/two-stacks");
    private static final TemplateSettings SETTINGS =
            TemplateSettings.of("us-east-1", URI.create("http://127.0.0.1:4566"));

    private final CloudAssembly assembly = CloudAssembly.load(TWO_STACKS, SETTINGS);

    @Test
    void namesResourcesReadablyAndTheSameEveryTime() {
        assertThat(assembly.resources("AWS::S3::Bucket"))
                .extracting(CloudResource::name)
                .containsExactly("landing-bucket", "named-123456789012-${literal}");
        assertThat(assembly.resources("AWS::Lambda::Function"))
                .extracting(CloudResource::name)
                .containsExactly("Worker");
    }

    @Test
    void putsTheStackBeforeNamesThatTwoStacksShare() {
        assertThat(assembly.resources("AWS::SQS::Queue"))
                .extracting(CloudResource::name)
                .containsExactlyInAnyOrder(
                        "Orders.fifo", "Foundation-SharedAAAA1111", "Work-SharedBBBB2222");
    }

    @Test
    void resolvesEveryIntrinsicOfAFunction() {
        CloudResource worker = assembly.resources("AWS::Lambda::Function").getFirst();

        assertThat(worker.requireText("Role"))
                .isEqualTo("arn:aws:iam::123456789012:role/service/WorkerRole");
        assertThat(worker.property("MemorySize").asInt()).isEqualTo(512);
        assertThat(worker.text("Description")).isEmpty();
        assertThat(worker.requireText("Environment.Variables.LANDING")).isEqualTo("landing-bucket");
        assertThat(worker.requireText("Environment.Variables.QUEUE"))
                .isEqualTo("http://127.0.0.1:4566/123456789012/Work-SharedBBBB2222");
        assertThat(worker.requireText("Environment.Variables.ZONE")).isEqualTo("us-east-1b");
        assertThat(worker.requireText("Environment.Variables.USER_DATA")).isEqualTo("aGVsbG8=");
        assertThat(worker.requireText("Environment.Variables.SUBBED"))
                .isEqualTo("arn:aws:iam::123456789012:role/service/WorkerRole/us-east-1");
        assertThat(worker.dependsOn()).containsExactly("WorkerRole12345678");
    }

    @Test
    void givesRefAndArnAsAwsDefinesThemPerType() {
        CloudResource machine = assembly.resources("AWS::StepFunctions::StateMachine").getFirst();
        assertThat(machine.ref())
                .isEqualTo("arn:aws:states:us-east-1:123456789012:stateMachine:Machine");
        assertThat(machine.requireText("DefinitionString"))
                .isEqualTo(
                        "{\"Resource\":\"arn:aws:lambda:us-east-1:123456789012:function:Worker\"}");

        CloudResource rule = assembly.resources("AWS::Events::Rule").getFirst();
        assertThat(rule.ref()).isEqualTo("roadloop|OnLanding");
        assertThat(rule.arn())
                .isEqualTo("arn:aws:events:us-east-1:123456789012:rule/roadloop/OnLanding");
        assertThat(assembly.find("AWS::Events::Rule", rule.arn())).contains(rule);
    }

    @Test
    void findsAssetsByTheKeyOrUriInTheTemplate() {
        assertThat(assembly.fileAsset("aa11.jar").path())
                .isEqualTo(TWO_STACKS.resolve("asset.aa11.jar"));
        assertThat(assembly.fileAsset("aa11.jar").bucket())
                .isEqualTo("cdk-hnb659fds-assets-123456789012-us-east-1");

        String image =
                assembly.resources("AWS::Batch::JobDefinition")
                        .getFirst()
                        .requireText("ContainerProperties.Image");
        assertThat(assembly.imageAsset(image).directory())
                .isEqualTo(TWO_STACKS.resolve("asset.bb22"));
        assertThat(assembly.imageAsset(image).buildArgs()).containsEntry("FLAVOUR", "small");
        assertThatThrownBy(() -> assembly.fileAsset("cc33.jar")).hasMessageContaining("cc33.jar");
    }

    @Test
    void listsWhatHasNoCounterpartInsteadOfDroppingIt() {
        assertThat(assembly.unsupported())
                .extracting(CloudResource::type)
                .containsExactly("AWS::IoTFleetWise::Fleet");
        assertThat(assembly.declaredOnly())
                .extracting(CloudResource::logicalId)
                .containsExactly("Panel");
    }

    @Test
    void leavesOutResourcesWhoseConditionFails() {
        assertThat(assembly.resources())
                .extracting(CloudResource::logicalId)
                .doesNotContain("ElsewhereBucket");
        CloudAssembly europe =
                CloudAssembly.load(
                        TWO_STACKS,
                        TemplateSettings.of("eu-central-1", URI.create("http://127.0.0.1:4566")));
        assertThat(europe.resources())
                .extracting(CloudResource::logicalId)
                .contains("ElsewhereBucket");
    }

    @Test
    void refusesAnUnknownIntrinsicNamingStackAndPlace(@TempDir Path directory) throws IOException {
        assertThatThrownBy(() ->
                        load(
                                directory,
                                """
                                {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::Unheard": "of"}}}}\
                                """))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("stack S, Resources.Q.Properties.QueueName")
                .hasMessageContaining("Fn::Unheard");
    }

    @Test
    void refusesAReferenceToNothing(@TempDir Path directory) throws IOException {
        assertThatThrownBy(() ->
                        load(
                                directory,
                                """
                                {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"KmsMasterKeyId": {"Ref": "Gone"}}}}\
                                """))
                .hasMessageContaining("Ref names Gone");
        assertThatThrownBy(() ->
                        load(
                                directory,
                                """
                                {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"KmsMasterKeyId": {"Fn::ImportValue": "No:Such"}}}}\
                                """))
                .hasMessageContaining("No:Such");
    }

    @Test
    void refusesNamesThatReferInACircle(@TempDir Path directory) throws IOException {
        assertThatThrownBy(() ->
                        load(
                                directory,
                                """
                                {"A": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::GetAtt": ["B", "QueueName"]}}},
                                 "B": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Fn::GetAtt": ["A", "QueueName"]}}}}\
                                """))
                .hasMessageContaining("in a circle");
    }

    @Test
    void saysToSynthesiseWhereThereIsNoAssembly(@TempDir Path directory) {
        assertThatThrownBy(() -> CloudAssembly.load(directory, SETTINGS))
                .hasMessageContaining("manifest.json")
                .hasMessageContaining("synthesise");
    }

    private static CloudAssembly load(Path directory, String resources) throws IOException {
        Files.writeString(
                directory.resolve("manifest.json"),
                """
                {"artifacts": {"S": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "t.json"}}}}\
                """);
        Files.writeString(directory.resolve("t.json"), "{\"Resources\": " + resources + "}");
        return CloudAssembly.load(directory, SETTINGS);
    }
}
