package dev.roadloop.embedded.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads the files of a cloud assembly: `manifest.json`, the templates and asset manifests it
/// names, and the assemblies of stages nested in it.
final class AssemblyReader {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long MAX_JSON_BYTES = 64L << 20;

    private final TemplateSettings aws;
    private final List<StackTemplate> stacks = new ArrayList<>();
    private final List<FileAsset> files = new ArrayList<>();
    private final List<ImageAsset> images = new ArrayList<>();

    AssemblyReader(TemplateSettings aws) {
        this.aws = aws;
    }

    List<StackTemplate> stacks() {
        return stacks;
    }

    List<FileAsset> files() {
        return files;
    }

    List<ImageAsset> images() {
        return images;
    }

    void read(Path directory) {
        JsonNode artifacts = json(directory.resolve("manifest.json")).path("artifacts");
        for (Map.Entry<String, JsonNode> artifact : artifacts.properties()) {
            JsonNode properties = artifact.getValue().path("properties");
            switch (artifact.getValue().path("type").asText()) {
                case "aws:cloudformation:stack" ->
                        stacks.add(
                                new StackTemplate(
                                        properties.path("stackName").asText(artifact.getKey()),
                                        json(
                                                directory.resolve(
                                                        properties
                                                                .path("templateFile")
                                                                .asText()))));
                case "cdk:asset-manifest" ->
                        assets(directory, directory.resolve(properties.path("file").asText()));
                case "cdk:cloud-assembly" ->
                        read(directory.resolve(properties.path("directoryName").asText()));
                default -> {} // The construct tree and feature flags concern no resource.
            }
        }
    }

    private void assets(Path directory, Path manifest) {
        JsonNode json = json(manifest);
        json.path("files")
                .properties()
                .forEach(entry -> {
                    JsonNode source = entry.getValue().path("source");
                    JsonNode destination = first(entry.getValue().path("destinations"));
                    files.add(
                            new FileAsset(
                                    entry.getKey(),
                                    directory.resolve(source.path("path").asText()),
                                    source.path("packaging").asText("file"),
                                    pseudo(destination.path("bucketName").asText()),
                                    pseudo(destination.path("objectKey").asText())));
                });
        json.path("dockerImages")
                .properties()
                .forEach(entry -> {
                    JsonNode source = entry.getValue().path("source");
                    Map<String, String> buildArgs = new HashMap<>();
                    source.path("dockerBuildArgs")
                            .properties()
                            .forEach(argument ->
                                    buildArgs.put(argument.getKey(), argument.getValue().asText()));
                    images.add(
                            new ImageAsset(
                                    entry.getKey(),
                                    directory.resolve(source.path("directory").asText()),
                                    source.path("dockerFile").asText("Dockerfile"),
                                    buildArgs,
                                    pseudo(
                                            first(entry.getValue().path("destinations"))
                                                    .path("imageTag")
                                                    .asText(entry.getKey()))));
                });
    }

    private static JsonNode first(JsonNode object) {
        return object.isEmpty() ? object : object.iterator().next();
    }

    private String pseudo(String text) {
        return text.replace("${AWS::AccountId}", aws.account())
                .replace("${AWS::Region}", aws.region())
                .replace("${AWS::Partition}", "aws");
    }

    private static JsonNode json(Path file) {
        try {
            if (!Files.isRegularFile(file)) {
                throw new TemplateException(
                        file
                                + ": expected a file of a CDK cloud assembly, found none; "
                                + "synthesise the stacks first");
            }
            long size = Files.size(file);
            if (size > MAX_JSON_BYTES) {
                throw new TemplateException(
                        file + ": expected at most " + MAX_JSON_BYTES + " bytes, found " + size);
            }
            return JSON.readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new TemplateException(file + ": not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new TemplateException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }
}
