package dev.roadloop.embedded.sagemaker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// What a training job finds below `/opt/ml`, in a folder of its own.
///
/// Source: "How Amazon SageMaker AI Provides Training Information" and "Amazon SageMaker AI
/// Training Storage Folders" of the developer guide; the variables that name the folders are those
/// of the SageMaker training toolkit.
///
/// @param root stands for `/opt/ml`
record TrainingFolder(Path root) {

    private static final int LONGEST_REASON = 1024;

    Path config() {
        return root.resolve("input/config");
    }

    Path channel(String name) {
        return root.resolve("input/data").resolve(name);
    }

    Path model() {
        return root.resolve("model");
    }

    Path checkpoints() {
        return root.resolve("checkpoints");
    }

    Path output() {
        return root.resolve("output");
    }

    /// Why a program failed, with what it wrote down itself: at most 1024 characters, of any bytes.
    ///
    /// @param code that it ended with
    String failureReason(int code) throws IOException {
        String written = "";
        Path failure = output().resolve("failure");
        if (Files.isRegularFile(failure)) {
            try (InputStream in = Files.newInputStream(failure)) {
                written =
                        new String(in.readNBytes(4 * LONGEST_REASON), StandardCharsets.UTF_8)
                                .strip();
            }
        }
        return ("AlgorithmError: " + written + ", exit code: " + code)
                .codePoints()
                .limit(LONGEST_REASON)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /// Makes the folders and the files that tell the program what it is for.
    void prepare(JsonNode request) throws IOException {
        Files.createDirectories(config());
        Files.createDirectories(model());
        Files.createDirectories(checkpoints());
        Files.createDirectories(output().resolve("data"));
        JsonNode given = request.path("HyperParameters");
        write(
                "hyperparameters.json",
                given.isObject() ? given : JsonNodeFactory.instance.objectNode());
        ObjectNode resources = JsonNodeFactory.instance.objectNode();
        resources
                .put("current_host", "algo-1")
                .put(
                        "current_instance_type",
                        request.path("ResourceConfig").path("InstanceType").asText())
                .put("current_group_name", "homogeneousCluster")
                .put("network_interface_name", "lo");
        resources.putArray("hosts").add("algo-1");
        write("resourceconfig.json", resources);
        ObjectNode channels = JsonNodeFactory.instance.objectNode();
        request.path("InputDataConfig")
                .forEach(channel ->
                        channels.putObject(channel.path("ChannelName").asText())
                                .put("TrainingInputMode", "File")
                                .put(
                                        "S3DistributionType",
                                        channel.path("DataSource")
                                                .path("S3DataSource")
                                                .path("S3DataDistributionType")
                                                .asText("FullyReplicated"))
                                .put("RecordWrapperType", "None"));
        write("inputdataconfig.json", channels);
    }

    private void write(String name, JsonNode content) throws IOException {
        Files.writeString(config().resolve(name), content.toString());
    }

    /// The variables that name these folders.
    Map<String, String> environment(JsonNode request) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("SM_INPUT_CONFIG_DIR", config().toString());
        variables.put("SM_INPUT_DIR", root.resolve("input").toString());
        variables.put("SM_MODEL_DIR", model().toString());
        variables.put("SM_CHECKPOINT_DIR", checkpoints().toString());
        variables.put("SM_OUTPUT_DIR", output().toString());
        variables.put("SM_OUTPUT_DATA_DIR", output().resolve("data").toString());
        for (JsonNode channel : request.path("InputDataConfig")) {
            String name = channel.path("ChannelName").asText();
            variables.put("SM_CHANNEL_" + name.toUpperCase(Locale.ROOT), channel(name).toString());
        }
        return variables;
    }
}
