package dev.roadloop.embedded.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.AwsApi;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.iam.Credentials;
import dev.roadloop.embedded.iam.IdentityAccess;
import dev.roadloop.embedded.iam.RequiredPermissions;
import dev.roadloop.embedded.template.Assemblies;
import dev.roadloop.embedded.template.CloudAssembly;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.batch.BatchClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.SfnException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.StsException;

class GatewayTest {

    private static final String MACHINE =
            "arn:aws:states:us-east-1:123456789012:stateMachine:Machine";
    private static final String RESOURCES =
            """
            {"Role": {"Type": "AWS::IAM::Role", "Properties": {"Policies": [{"PolicyDocument": {"Statement": [
                {"Effect": "Allow", "Action": "states:StartExecution", "Resource": "%s"},
                {"Effect": "Allow", "Action": "lambda:InvokeFunction", "Resource": "arn:aws:lambda:us-east-1:123456789012:function:f*"}]}}]}}}\
            """
                    .formatted(MACHINE);

    @TempDir private Path directory;

    private Gateway gateway;
    private IdentityAccess iam;
    private final List<String> calls = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        gateway = Gateway.bind(0);
        CloudAssembly assembly =
                Assemblies.of(directory.resolve("cdk.out"), gateway.endpoint(), RESOURCES);
        iam = IdentityAccess.of(assembly, directory, Clock.systemUTC());
        gateway.secure(iam, new RequiredPermissions(assembly));
        for (String service : List.of("states", "lambda", "batch", "sts")) {
            gateway.register(new Echo(service));
        }
        gateway.serve();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void passesJsonCallsOnWithTheirParameters() {
        try (SfnClient sfn = client(SfnClient.builder(), owner()).build()) {
            assertThat(
                            sfn.startExecution(r -> r.stateMachineArn(MACHINE).input("{}"))
                                    .executionArn())
                    .isEqualTo("echo");
        }
        assertThat(calls)
                .containsExactly(
                        "owner states:StartExecution {\"stateMachineArn\":\""
                                + MACHINE
                                + "\",\"input\":\"{}\"}");
    }

    @Test
    void answersErrorsThatTheSdkMapsToItsExceptions() {
        try (SfnClient sfn = client(SfnClient.builder(), owner()).build()) {
            assertThatThrownBy(() -> sfn.describeExecution(r -> r.executionArn("gone")))
                    .isInstanceOf(ExecutionDoesNotExistException.class)
                    .hasMessageContaining("gone");
        }
    }

    @Test
    @Tag("slow")
    void bindsPathHeadersAndBodyOfRestCalls() {
        try (LambdaClient lambda = client(LambdaClient.builder(), owner()).build();
                BatchClient batch = client(BatchClient.builder(), owner()).build()) {
            InvokeResponse answer =
                    lambda.invoke(r ->
                            r.functionName("f1")
                                    .payload(SdkBytes.fromUtf8String("[1]"))
                                    .qualifier("live"));
            assertThat(answer.functionError()).isEqualTo("Unhandled");
            assertThat(answer.payload().asUtf8String()).isEqualTo("[1]");
            batch.submitJob(r -> r.jobName("j").jobQueue("q").jobDefinition("d"));
        }
        assertThat(calls)
                .contains(
                        "owner batch:SubmitJob"
                            + " {\"jobName\":\"j\",\"jobQueue\":\"q\",\"jobDefinition\":\"d\"}");
        assertThat(calls.getFirst())
                .startsWith("owner lambda:InvokeFunction")
                .contains("\"Qualifier\":\"live\"");
    }

    @Test
    void answersQueryCallsInXml() {
        try (StsClient sts = client(StsClient.builder(), owner()).build()) {
            assertThat(sts.getCallerIdentity().account()).isEqualTo("echo");
        }
    }

    @Test
    void checksARolesPermissionsAndSignature() {
        Credentials role = iam.credentialsOf("arn:aws:iam::123456789012:role/Role");
        AwsCredentials genuine =
                AwsSessionCredentials.create(
                        role.accessKeyId(), role.secretAccessKey(), role.sessionToken());
        AwsCredentials forged =
                AwsSessionCredentials.create(role.accessKeyId(), "wrong", role.sessionToken());

        try (SfnClient sfn = client(SfnClient.builder(), genuine).build();
                SfnClient forger = client(SfnClient.builder(), forged).build();
                LambdaClient lambda = client(LambdaClient.builder(), genuine).build()) {
            sfn.startExecution(r -> r.stateMachineArn(MACHINE).input("{}"));
            lambda.invoke(r -> r.functionName("arn:aws:lambda:us-east-1:123456789012:function:f1"));
            assertThatThrownBy(() -> sfn.startExecution(r -> r.stateMachineArn(MACHINE + "2")))
                    .isInstanceOfSatisfying(
                            SfnException.class,
                            e ->
                                    assertThat(e.awsErrorDetails().errorCode())
                                            .isEqualTo("AccessDeniedException"))
                    .hasMessageContaining("states:StartExecution on resource: " + MACHINE + "2")
                    .hasMessageContaining("role/Role");
            assertThatThrownBy(() -> forger.startExecution(r -> r.stateMachineArn(MACHINE)))
                    .hasMessageContaining("signature we calculated does not match");
        }
    }

    @Test
    void refusesARolesKeyWithAWrongSecretOrWithoutItsToken() {
        Credentials role = iam.credentialsOf("arn:aws:iam::123456789012:role/Role");
        AwsCredentials forged =
                AwsSessionCredentials.create(role.accessKeyId(), "wrong", role.sessionToken());
        AwsCredentials bare =
                AwsBasicCredentials.create(role.accessKeyId(), role.secretAccessKey());

        assertThat(refusal(forged)).isEqualTo("SignatureDoesNotMatch");
        assertThat(refusal(bare)).isEqualTo("InvalidClientTokenId");
        assertThat(calls).isEmpty();
    }

    @Test
    void takesATemporaryKeyOfAnotherIssuerForTheOwners() {
        AwsCredentials elsewhere = AwsSessionCredentials.create("ASIAELSEWHERE", "s", "token");
        try (SfnClient sfn = client(SfnClient.builder(), elsewhere).build()) {
            sfn.startExecution(r -> r.stateMachineArn(MACHINE).input("{}"));
        }
        assertThat(calls).singleElement().asString().startsWith("owner states:StartExecution");
    }

    @Test
    void refusesExpiredCredentialsInTheProtocolsErrorShape() {
        Credentials old =
                iam.assume("arn:aws:iam::123456789012:role/Role", "s", Duration.ofSeconds(-5));
        try (StsClient sts =
                client(
                                StsClient.builder(),
                                AwsSessionCredentials.create(
                                        old.accessKeyId(),
                                        old.secretAccessKey(),
                                        old.sessionToken()))
                        .build()) {
            assertThatThrownBy(sts::getCallerIdentity)
                    .isInstanceOfSatisfying(
                            StsException.class,
                            e ->
                                    assertThat(e.awsErrorDetails().errorCode())
                                            .isEqualTo("ExpiredToken"));
        }
    }

    @Test
    void saysWhichServiceIsMissing() {
        assertThatThrownBy(() ->
                        gateway.call(
                                iam.owner(),
                                "athena",
                                "startQueryExecution",
                                JsonNodeFactory.instance.objectNode()))
                .hasMessageContaining("athena");
    }

    @Test
    void namesThePortThatIsTaken() {
        int port = gateway.endpoint().getPort();
        assertThatThrownBy(() -> Gateway.bind(port)).hasMessageContaining("port " + port);
    }

    /// The error code that a call with these credentials gets.
    private String refusal(AwsCredentials credentials) {
        try (SfnClient sfn = client(SfnClient.builder(), credentials).build()) {
            sfn.startExecution(r -> r.stateMachineArn(MACHINE).input("{}"));
            return "none";
        } catch (SfnException e) {
            return e.awsErrorDetails().errorCode();
        }
    }

    private static AwsCredentials owner() {
        return AwsBasicCredentials.create("test", "test");
    }

    private <B extends AwsClientBuilder<B, ?>> B client(B builder, AwsCredentials credentials) {
        return builder.endpointOverride(gateway.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(credentials));
    }

    /// Answers with what it was asked.
    private final class Echo implements AwsApi {

        private final String name;

        Echo(String name) {
            this.name = name;
        }

        @Override
        public String service() {
            return name;
        }

        @Override
        public JsonNode call(Principal caller, String action, JsonNode input) {
            calls.add(
                    (caller.isOwner() ? "owner" : "role")
                            + " "
                            + name
                            + ":"
                            + action
                            + " "
                            + input);
            if (action.equals("DescribeExecution")) {
                throw new ApiException(
                        "ExecutionDoesNotExist",
                        400,
                        "Execution does not exist: " + input.path("executionArn").asText());
            }
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            result.put("executionArn", "echo")
                    .put("Account", "echo")
                    .put("jobId", "echo")
                    .put("jobName", "echo");
            if (action.equals("InvokeFunction")) {
                result.put("StatusCode", 200).put("FunctionError", "Unhandled");
                result.set(
                        "Payload",
                        input.path("Payload") instanceof BinaryNode payload
                                ? payload
                                : BinaryNode.valueOf("".getBytes(StandardCharsets.UTF_8)));
            }
            return result;
        }
    }
}
