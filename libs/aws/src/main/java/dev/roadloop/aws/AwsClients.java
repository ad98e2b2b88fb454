package dev.roadloop.aws;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sfn.SfnClient;

/// The SDK's clients, made from an environment. Endpoint, region and credentials come from the map
/// where it has them (`AWS_ENDPOINT_URL`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`,
/// `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`; without keys, `AWS_PROFILE`), and are the SDK's
/// business where it has not. Each method makes a client: keep it for the life of the process.
///
/// All clients share one HTTP client over the JDK's URL connection, which starts faster than any
/// other.
public final class AwsClients {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(60);

    private final Map<String, String> env;
    private final SdkHttpClient http;

    private AwsClients(Map<String, String> env) {
        this.env = Map.copyOf(env);
        this.http =
                UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .socketTimeout(SOCKET_TIMEOUT)
                        .build();
    }

    /// Clients for an environment, such as `System.getenv()`.
    public static AwsClients from(Map<String, String> env) {
        return new AwsClients(env);
    }

    /// A new S3 client.
    public S3Client s3() {
        return configured(S3Client.builder()).build();
    }

    /// A new signer of URLs by which others may read and write objects for a while.
    public S3Presigner s3Presigner() {
        S3Presigner.Builder builder =
                S3Presigner.builder()
                        .serviceConfiguration(
                                S3Configuration.builder()
                                        .pathStyleAccessEnabled(
                                                !env.getOrDefault("AWS_ENDPOINT_URL", "").isEmpty())
                                        .build());
        endpoint().ifPresent(builder::endpointOverride);
        region().ifPresent(builder::region);
        AwsCredentialsProvider credentials = credentials();
        if (credentials != null) {
            builder.credentialsProvider(credentials);
        }
        return builder.build();
    }

    /// A new DynamoDB client.
    public DynamoDbClient dynamoDb() {
        return configured(DynamoDbClient.builder()).build();
    }

    /// A new EventBridge client.
    public EventBridgeClient eventBridge() {
        return configured(EventBridgeClient.builder()).build();
    }

    /// A new Step Functions client.
    public SfnClient stepFunctions() {
        return configured(SfnClient.builder()).build();
    }

    /// A new KMS client.
    public KmsClient kms() {
        return configured(KmsClient.builder()).build();
    }

    /// The credentials that the clients have, for requests that none of them makes.
    public AwsCredentialsProvider credentialsProvider() {
        AwsCredentialsProvider known = credentials();
        return known == null ? DefaultCredentialsProvider.builder().build() : known;
    }

    /// Sets endpoint, region, credentials, HTTP client and timeouts on the builder of any other
    /// service's client.
    public <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(B builder) {
        builder.httpClient(http);
        ClientOverrideConfiguration.Builder settings =
                ClientOverrideConfiguration.builder().retryStrategy(retry -> retry.maxAttempts(4));
        String profile = env.get("AWS_PROFILE");
        if (profile != null && !profile.isEmpty()) {
            settings.defaultProfileName(profile);
        }
        builder.overrideConfiguration(settings.build());
        endpoint().ifPresent(builder::endpointOverride);
        region().ifPresent(builder::region);
        AwsCredentialsProvider credentials = credentials();
        if (credentials != null) {
            builder.credentialsProvider(credentials);
        }
        return builder;
    }

    private Optional<URI> endpoint() {
        return Optional.ofNullable(env.get("AWS_ENDPOINT_URL"))
                .filter(text -> !text.isEmpty())
                .map(URI::create);
    }

    private Optional<Region> region() {
        return Optional.ofNullable(env.getOrDefault("AWS_REGION", env.get("AWS_DEFAULT_REGION")))
                .filter(text -> !text.isEmpty())
                .map(Region::of);
    }

    private @Nullable AwsCredentialsProvider credentials() {
        String id = env.get("AWS_ACCESS_KEY_ID");
        String secret = env.get("AWS_SECRET_ACCESS_KEY");
        if (id == null || secret == null) {
            String profile = env.get("AWS_PROFILE");
            return profile == null || profile.isEmpty()
                    ? null
                    : ProfileCredentialsProvider.create(profile);
        }
        String token = env.get("AWS_SESSION_TOKEN");
        return StaticCredentialsProvider.create(
                token == null || token.isEmpty()
                        ? AwsBasicCredentials.create(id, secret)
                        : AwsSessionCredentials.create(id, secret, token));
    }
}
