package dev.roadloop.embedded.sagemaker;

import dev.roadloop.embedded.api.RoleEnvironment;
import java.net.URI;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// S3 as a job's role sees it: what the role may not do, SageMaker cannot do for the job.
///
/// @param s3 closed with this
record TrainingStorage(S3Client s3) implements AutoCloseable {

    static TrainingStorage of(TrainingJob job, RoleEnvironment roles) {
        Map<String, String> role = roles.of(job.request().path("RoleArn").asText());
        return new TrainingStorage(
                S3Client.builder()
                        .endpointOverride(URI.create(role.getOrDefault("AWS_ENDPOINT_URL", "")))
                        .region(Region.of(role.getOrDefault("AWS_REGION", "us-east-1")))
                        .forcePathStyle(true)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsSessionCredentials.create(
                                                role.getOrDefault("AWS_ACCESS_KEY_ID", ""),
                                                role.getOrDefault("AWS_SECRET_ACCESS_KEY", ""),
                                                role.getOrDefault("AWS_SESSION_TOKEN", ""))))
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build());
    }

    @Override
    public void close() {
        s3.close();
    }
}
