package dev.roadloop.cli;

import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.Json;
import dev.roadloop.embedded.EmbeddedCloud;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/// An embedded mode with nothing in it but buckets.
final class LocalBuckets implements AutoCloseable {

    private final EmbeddedCloud cloud;
    private final S3Client s3;

    /// @param folder where its template and its state go
    LocalBuckets(Path folder, String... names) throws IOException {
        Path assembly = Files.createDirectories(folder.resolve("cdk.out"));
        Files.writeString(
                assembly.resolve("manifest.json"),
                "{\"artifacts\":{\"S\":{\"type\":\"aws:cloudformation:stack\",\"properties\":{\"templateFile\":\"t.json\"}}}}");
        Map<String, Object> resources = new HashMap<>();
        for (String name : names) {
            resources.put(
                    name,
                    Map.of("Type", "AWS::S3::Bucket", "Properties", Map.of("BucketName", name)));
        }
        Files.write(assembly.resolve("t.json"), Json.bytes(Map.of("Resources", resources)));
        this.cloud =
                EmbeddedCloud.start(
                        new EmbeddedCloud.Options(
                                assembly,
                                folder.resolve("state"),
                                0,
                                false,
                                Clock.systemUTC(),
                                "us-east-1"));
        this.s3 =
                AwsClients.from(
                                Map.of(
                                        "AWS_ENDPOINT_URL", cloud.endpoint().toString(),
                                        "AWS_REGION", "us-east-1",
                                        "AWS_ACCESS_KEY_ID", "test",
                                        "AWS_SECRET_ACCESS_KEY", "test"))
                        .s3();
    }

    S3Client s3() {
        return s3;
    }

    Bucket bucket(String name) {
        return new Bucket(s3, name);
    }

    URI endpoint() {
        return cloud.endpoint();
    }

    @Override
    public void close() {
        s3.close();
        cloud.close();
    }
}
