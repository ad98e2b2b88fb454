package dev.roadloop.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// A synthesised application made by hand: a function that echoes and records, a bus with a rule to
/// it, and a job.
public final class TestAssembly {

    private TestAssembly() {}

    /// Writes it to `directory`.
    public static Path write(Path directory) {
        try {
            Files.createDirectories(directory.resolve("image"));
            jar(directory.resolve("function.jar"), "dev.roadloop.embedded.fixture.EchoHandler");
            jar(directory.resolve("image/job.jar"), "dev.roadloop.embedded.fixture.JobMain");
            Files.writeString(
                    directory.resolve("image/Dockerfile"),
                    "# test\n"
                            + "FROM java\n"
                            + "COPY *.jar /app/app.jar\n"
                            + "ENTRYPOINT [\"java\", \"-XX:TieredStopAtLevel=1\", \"-jar\","
                            + " \"/app/app.jar\"]\n");
            Files.writeString(
                    directory.resolve("manifest.json"),
                    """
                    {"artifacts": {"S.assets": {"type": "cdk:asset-manifest", "properties": {"file": "S.assets.json"}},
                      "S": {"type": "aws:cloudformation:stack", "properties": {"templateFile": "t.json"}}}}\
                    """);
            Files.writeString(
                    directory.resolve("S.assets.json"),
                    """
                    {"version": "1", "files": {"f1": {"source": {"path": "function.jar", "packaging": "file"}, "destinations": {"d": {"bucketName": "assets", "objectKey": "f1.jar"}}}},
                     "dockerImages": {"i1": {"source": {"directory": "image"}, "destinations": {"d": {"repositoryName": "repo", "imageTag": "i1"}}}}}\
                    """);
            Files.writeString(
                    directory.resolve("t.json"),
                    TEMPLATE.replace("@RECORD@", directory.resolve("record.txt").toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return directory;
    }

    private static final String TEMPLATE =
            """
            {"Resources": {
              "Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "worker"}},
              "Echo": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "Echo", "Handler": "dev.roadloop.embedded.fixture.EchoHandler::handleRequest",
                "Runtime": "java25", "Role": {"Fn::GetAtt": ["Role", "Arn"]}, "Code": {"S3Bucket": "assets", "S3Key": "f1.jar"}, "Timeout": 2, "MemorySize": 256,
                "Environment": {"Variables": {"GREETING": "hello", "RECORD": "@RECORD@"}}}},
              "Bus": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "drives"}},
              "Archive": {"Type": "AWS::Events::Archive", "Properties": {"ArchiveName": "kept", "SourceArn": {"Fn::GetAtt": ["Bus", "Arn"]}}},
              "Rule": {"Type": "AWS::Events::Rule", "Properties": {"Name": "seen", "EventBusName": {"Ref": "Bus"}, "EventPattern": {"source": ["test"], "detail": {"n": [{"numeric": [">", 0]}]}},
                "Targets": [{"Id": "echo", "Arn": {"Fn::GetAtt": ["Echo", "Arn"]}, "InputTransformer": {"InputPathsMap": {"n": "$.detail.n"}, "InputTemplate": "{\\"n\\": <n>}"}}]}},
              "May": {"Type": "AWS::Lambda::Permission", "Properties": {"Action": "lambda:InvokeFunction", "FunctionName": {"Fn::GetAtt": ["Echo", "Arn"]},
                "Principal": "events.amazonaws.com", "SourceArn": {"Fn::GetAtt": ["Rule", "Arn"]}}},
              "Queue": {"Type": "AWS::Batch::JobQueue", "Properties": {"JobQueueName": "jobs", "Priority": 1, "State": "ENABLED", "ComputeEnvironmentOrder": []}},
              "Job": {"Type": "AWS::Batch::JobDefinition", "Properties": {"JobDefinitionName": "print", "Type": "container", "ContainerProperties": {"Image": "repo:i1",
                "Command": ["Ref::word", "0", "0"], "JobRoleArn": {"Fn::GetAtt": ["Role", "Arn"]}, "ResourceRequirements": [{"Type": "VCPU", "Value": "0.5"}, {"Type": "MEMORY", "Value": "256"}]},
                "RetryStrategy": {"Attempts": 2, "EvaluateOnExit": [{"Action": "RETRY", "OnExitCode": "20"}, {"Action": "EXIT", "OnExitCode": "*"}]}}}
            }}\
            """;

    private static void jar(Path file, String mainClass) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, mainClass);
        String resource = mainClass.replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out, manifest);
                InputStream in =
                        TestAssembly.class.getClassLoader().getResourceAsStream(resource)) {
            jar.putNextEntry(new JarEntry(resource));
            jar.write(in.readAllBytes());
            jar.closeEntry();
        }
    }
}
