package dev.roadloop.embedded.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The server that the contract suite runs against, started once per test run.
///
/// - Without properties: the embedded mode.
/// - `-Dcontract.endpoint=URL`: whatever listens there; `-Dcontract.server=NAME` says what it is,
///   so that its known deviations ([Deviates]) are expected.
/// - `-Dcontract.server=localstack` alone: LocalStack in Docker; skipped where there is no engine.
///
/// Where it is not the embedded mode, the resources of the contract template are made if they lack.
final class Contract implements BeforeAllCallback, InvocationInterceptor {

    static final StaticCredentialsProvider OWNER =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

    private static final String LOCALSTACK = "localstack/localstack:4.14.0";
    private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

    private static @Nullable Contract started;

    private final String server = System.getProperty("contract.server", "embedded");
    private final Optional<ContractCloud> embedded;
    private final URI endpoint;

    Contract() {
        Contract known = started;
        if (known != null) {
            embedded = known.embedded;
            endpoint = known.endpoint;
            return;
        }
        String given = System.getProperty("contract.endpoint", "");
        embedded =
                given.isBlank() && server.equals("embedded")
                        ? Optional.of(new ContractCloud(freshState()))
                        : Optional.empty();
        endpoint =
                embedded.map(ContractCloud::endpoint)
                        .orElseGet(() -> given.isBlank() ? emulator(server) : URI.create(given));
        started = this;
        embedded.ifPresent(cloud -> Runtime.getRuntime().addShutdownHook(new Thread(cloud::close)));
        if (embedded.isEmpty() && !endpoint.equals(NOWHERE)) {
            ContractResources.create(this);
        }
    }

    private static URI emulator(String server) {
        if (!server.equals("localstack")) {
            throw new IllegalArgumentException(
                    "-Dcontract.server="
                            + server
                            + ": expected -Dcontract.endpoint=URL beside it; only localstack is"
                            + " started by the suite");
        }
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            return NOWHERE;
        }
        LocalStackContainer container = new LocalStackContainer(DockerImageName.parse(LOCALSTACK));
        container.start();
        return container.getEndpoint();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (endpoint.equals(NOWHERE)) {
            String reason = "skipped: no Docker engine answers, and " + LOCALSTACK + " needs one";
            System.out.println(reason);
            throw new TestAbortedException(reason);
        }
    }

    @Override
    public void interceptTestMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> test,
            ExtensionContext context)
            throws Throwable {
        expecting(invocation, test);
    }

    @Override
    public void interceptTestTemplateMethod(
            Invocation<@Nullable Void> invocation,
            ReflectiveInvocationContext<Method> test,
            ExtensionContext context)
            throws Throwable {
        expecting(invocation, test);
    }

    private void expecting(
            Invocation<@Nullable Void> invocation, ReflectiveInvocationContext<Method> test)
            throws Throwable {
        Optional<Deviates> deviation =
                Stream.of(test.getExecutable(), test.getTargetClass())
                        .flatMap(each -> Arrays.stream(each.getAnnotationsByType(Deviates.class)))
                        .filter(known -> known.server().equals(server))
                        .findFirst();
        if (deviation.isEmpty()) {
            invocation.proceed();
            return;
        }
        try {
            invocation.proceed();
        } catch (TestAbortedException e) {
            throw e;
        } catch (Throwable e) {
            System.out.println(
                    "known deviation of "
                            + server
                            + ": "
                            + test.getExecutable().getName()
                            + ": "
                            + deviation.get().because());
            return;
        }
        throw new AssertionError(
                server + " keeps this claim now; remove @Deviates from " + test.getExecutable());
    }

    URI endpoint() {
        return endpoint;
    }

    /// The embedded mode; empty where another server is tested.
    Optional<ContractCloud> embedded() {
        return embedded;
    }

    S3Client s3() {
        return client(S3Client.builder()).build();
    }

    DynamoDbClient dynamodb() {
        return client(DynamoDbClient.builder()).build();
    }

    SqsClient sqs() {
        return client(SqsClient.builder()).build();
    }

    EventBridgeClient events() {
        return client(EventBridgeClient.builder()).build();
    }

    SfnClient states() {
        return client(SfnClient.builder()).build();
    }

    KmsClient kms() {
        return client(KmsClient.builder()).build();
    }

    <B extends AwsClientBuilder<B, ?>> B client(B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(OWNER)
                .overrideConfiguration(config -> config.apiCallTimeout(Duration.ofSeconds(60)));
    }

    private static Path freshState() {
        try {
            Files.createDirectories(Path.of("target"));
            return Files.createTempDirectory(Path.of("target"), "contract-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
