package dev.roadloop.embedded.sagemaker;

import static dev.roadloop.embedded.fixture.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.embedded.EmbeddedCloud;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// A template with a bucket, a role for training jobs and an image, live, and what tests ask of
/// SageMaker there: by its own protocol, as the owner.
final class SageMakerFixture implements AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();
    private static final String MAIN = "dev.roadloop.embedded.fixture.TrainingMain";
    private static final String ROLE = "arn:aws:iam::123456789012:role/";

    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private EmbeddedCloud cloud;

    SageMakerFixture(Path folder) throws IOException {
        this.folder = folder;
        write(folder.resolve("cdk.out"));
        this.cloud = start();
    }

    private EmbeddedCloud start() {
        return EmbeddedCloud.start(
                new EmbeddedCloud.Options(
                        folder.resolve("cdk.out"),
                        folder.resolve("state"),
                        0,
                        false,
                        Clock.systemUTC(),
                        "us-east-1"));
    }

    void restart() {
        cloud.close();
        cloud = start();
    }

    @Override
    public void close() {
        cloud.close();
    }

    /// What a job is asked for.
    static String request(String name, String ends, boolean spot) {
        return request(name, ends, spot, "trainer");
    }

    static String request(String name, String ends, boolean spot, String role) {
        return """
        {"TrainingJobName": "%s", "RoleArn": "%s",
         "AlgorithmSpecification": {"TrainingImage": "repo:i1", "TrainingInputMode": "File"},
         "HyperParameters": {"ends": "%s"}, "Environment": {"COLOUR": "red"},
         "InputDataConfig": [{"ChannelName": "dataset", "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://gold-things/data"}}}],
         "OutputDataConfig": {"S3OutputPath": "s3://gold-things/runs/%s/models"},
         "CheckpointConfig": {"S3Uri": "s3://gold-things/runs/%s/checkpoints"},
         "ResourceConfig": {"InstanceType": "ml.m5.xlarge", "InstanceCount": 1, "VolumeSizeInGB": 10},
         "Tags": [{"Key": "run", "Value": "%s"}], "EnableManagedSpotTraining": %s,
         "StoppingCondition": {"MaxRuntimeInSeconds": 3600%s}}\
        """
                .formatted(
                        name,
                        ROLE + role,
                        ends,
                        name,
                        name,
                        name,
                        spot,
                        spot ? ", \"MaxWaitTimeInSeconds\": 7200" : "");
    }

    JsonNode call(String action, String body) throws IOException, InterruptedException {
        return JSON.readTree(
                http.send(
                                HttpRequest.newBuilder(cloud.endpoint())
                                        .headers(signed("sagemaker"))
                                        .header("X-Amz-Target", "SageMaker." + action)
                                        .header("Content-Type", "application/x-amz-json-1.1")
                                        .POST(HttpRequest.BodyPublishers.ofString(body))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    JsonNode describe(String name) throws IOException, InterruptedException {
        return call("DescribeTrainingJob", "{\"TrainingJobName\": \"" + name + "\"}");
    }

    /// The job once it has this status or secondary status.
    JsonNode once(String name, String status) {
        JsonNode[] last = new JsonNode[1];
        eventually(
                () -> {
                    try {
                        last[0] = describe(name);
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return last[0].path("TrainingJobStatus").asText().equals(status)
                            || last[0].path("SecondaryStatus").asText().equals(status);
                },
                name + " to be " + status);
        return last[0];
    }

    void put(String key, String content) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(object(key))
                                .headers(signed("s3"))
                                .PUT(HttpRequest.BodyPublishers.ofString(content))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /// Empty if it is not there.
    byte[] get(String key) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer =
                http.send(
                        HttpRequest.newBuilder(object(key)).headers(signed("s3")).build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        return answer.statusCode() == 200 ? answer.body() : new byte[0];
    }

    /// The owner's signature is not looked at, since the owner's key is not known.
    private static String[] signed(String service) {
        String now =
                DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                        .withZone(ZoneOffset.UTC)
                        .format(Instant.now());
        return new String[] {
            "X-Amz-Date",
            now,
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=test/"
                    + now.substring(0, 8)
                    + "/us-east-1/"
                    + service
                    + "/aws4_request, SignedHeaders=host, Signature=00"
        };
    }

    private URI object(String key) {
        return cloud.endpoint().resolve("/gold-things/" + key);
    }

    /// Where a job's first machine keeps its files.
    Path machine(String name) {
        return folder.resolve("state/sagemaker/jobs").resolve(name).resolve("attempt-1");
    }

    private static void write(Path out) throws IOException {
        Files.createDirectories(out.resolve("image"));
        jar(out.resolve("image/app.jar"));
        Files.writeString(
                out.resolve("image/Dockerfile"),
                "FROM java\nCOPY app.jar /app/app.jar\n"
                        + "ENTRYPOINT [\"java\", \"-XX:TieredStopAtLevel=1\", \"-jar\","
                        + " \"/app/app.jar\"]\n");
        Files.writeString(
                out.resolve("manifest.json"),
                """
                {"artifacts": {"S.assets": {"type": "cdk:asset-manifest", "properties": {"file": "S.assets.json"}},
                  "S": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "t.json"}}}}\
                """);
        Files.writeString(
                out.resolve("S.assets.json"),
                """
                {"version": "1", "files": {}, "dockerImages": {"i1": {"source": {"directory": "image"},
                  "destinations": {"d": {"repositoryName": "repo", "imageTag": "i1"}}}}}\
                """);
        Files.writeString(out.resolve("t.json"), TEMPLATE);
    }

    private static final String TEMPLATE =
            """
            {"Resources": {
              "Gold": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "gold-things"}},
              "Trainer": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "trainer",
                "AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "sagemaker.amazonaws.com"}}]},
                "Policies": [{"PolicyName": "P", "PolicyDocument": {"Statement": [
                  {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": ["arn:aws:s3:::gold-things/data/*", "arn:aws:s3:::gold-things/runs/*"]},
                  {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::gold-things"}]}}]}},
              "Blind": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "blind",
                "AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "sagemaker.amazonaws.com"}}]}}},
              "Other": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "other",
                "AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "batch.amazonaws.com"}}]}}}
            }}\
            """;

    private static void jar(Path file) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, MAIN);
        String resource = MAIN.replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest);
                InputStream in =
                        SageMakerFixture.class.getClassLoader().getResourceAsStream(resource)) {
            jar.putNextEntry(new JarEntry(resource));
            jar.write(in.readAllBytes());
            jar.closeEntry();
        }
    }
}
