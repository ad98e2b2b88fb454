package dev.roadloop.cli.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.platform.Platform.Running;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.file.OutputFile;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The file by which the process of an embedded mode tells others where it listens.
final class EndpointFile {

    private static final String NAME = "endpoint.json";
    private static final int CONNECT_MILLIS = 500;

    private final Path file;

    /// @param state folder of the embedded mode
    EndpointFile(Path state) {
        this.file = state.resolve(NAME);
    }

    /// What it says, if the process still answers.
    Optional<Running> read() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode json = Json.jackson().readTree(file.toFile());
        URI endpoint = URI.create(json.path("endpoint").asText());
        try (Socket probe = new Socket()) {
            probe.connect(new InetSocketAddress("127.0.0.1", endpoint.getPort()), CONNECT_MILLIS);
        } catch (IOException nobodyThere) {
            return Optional.empty();
        }
        Map<String, String> outputs = new TreeMap<>();
        json.path("outputs")
                .properties()
                .forEach(output -> outputs.put(output.getKey(), output.getValue().asText()));
        return Optional.of(new Running(endpoint, json.path("pid").asLong(), outputs));
    }

    /// Says that this process listens.
    ///
    /// @param outputs of its stacks
    void write(URI endpoint, Map<String, String> outputs) throws IOException {
        ObjectNode json = Json.jackson().createObjectNode();
        json.put("endpoint", endpoint.toString()).put("pid", ProcessHandle.current().pid());
        outputs.forEach(json.putObject("outputs")::put);
        // Moved into place, so that nobody reads half of it.
        Path part = file.resolveSibling(NAME + ".part");
        OutputFile.write(part, json.toPrettyString());
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Says that nobody listens any longer.
    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
