package dev.roadloop.embedded.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The endpoint that the contract suite runs against: the embedded mode, started once per test run,
/// or `-Dcontract.endpoint=URL`, on which the resources of the contract template are made where
/// they lack.
final class Contract implements BeforeAllCallback {

    static final StaticCredentialsProvider OWNER =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

    private static @Nullable Contract started;

    private final Optional<ContractCloud> embedded;
    private final URI endpoint;

    Contract() {
        Optional<String> other =
                Optional.ofNullable(System.getProperty("contract.endpoint"))
                        .filter(url -> !url.isBlank());
        Contract known = started;
        if (known != null) {
            embedded = known.embedded;
            endpoint = known.endpoint;
        } else {
            embedded =
                    other.isPresent()
                            ? Optional.empty()
                            : Optional.of(new ContractCloud(freshState()));
            endpoint =
                    embedded.map(ContractCloud::endpoint)
                            .orElseGet(() -> URI.create(other.orElseThrow()));
            started = this;
            embedded.ifPresent(
                    cloud -> Runtime.getRuntime().addShutdownHook(new Thread(cloud::close)));
            if (embedded.isEmpty()) {
                ContractResources.create(this);
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        // Constructed when the test class is: nothing is left to do.
    }

    URI endpoint() {
        return endpoint;
    }

    /// The embedded mode; empty where another endpoint is tested.
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
