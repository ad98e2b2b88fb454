package dev.roadloop.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.Stream;

/// The templates that the build synthesised, all stacks together, read once.
///
/// Rules are tried on changed copies too: [#with] makes one.
record Templates(Map<String, JsonNode> byStack) {

    static final Path ASSEMBLY = Path.of(System.getProperty("cdk.outdir", "target/cdk.out"));
    static final Path ROOT = Path.of(System.getProperty("roadloop.root", ".."));

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Templates SYNTHESISED = read();

    static Templates synthesised() {
        return SYNTHESISED;
    }

    static JsonNode json(Path file) {
        try {
            return JSON.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException("No JSON: " + text, e);
        }
    }

    private static Templates read() {
        Map<String, JsonNode> byStack = new LinkedHashMap<>();
        for (String stack : List.of("RoadloopFoundation", "RoadloopIngest", "RoadloopOperations")) {
            byStack.put(stack, json(ASSEMBLY.resolve(stack + ".template.json")));
        }
        return new Templates(byStack);
    }

    /// A copy in which one resource, found by the end of its path, has been changed.
    Templates with(String pathEnd, java.util.function.Consumer<ObjectNode> change) {
        Resource found = at(pathEnd);
        Map<String, JsonNode> copy = new LinkedHashMap<>(byStack);
        ObjectNode stack = byStack.get(found.stack()).deepCopy();
        change.accept((ObjectNode) stack.path("Resources").path(found.id()));
        copy.put(found.stack(), stack);
        return new Templates(copy);
    }

    List<Resource> all() {
        List<Resource> all = new ArrayList<>();
        byStack.forEach((stack, template) ->
                template.path("Resources")
                        .properties()
                        .forEach(e -> all.add(new Resource(stack, e.getKey(), e.getValue()))));
        return all;
    }

    List<Resource> ofType(String type) {
        return all().stream().filter(r -> r.type().equals(type)).toList();
    }

    /// The one resource whose path ends so, such as `VerifyFile/Function`.
    Resource at(String pathEnd) {
        return all().stream()
                .filter(r -> ("/" + r.path()).endsWith("/" + pathEnd))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("No resource at " + pathEnd));
    }

    /// What a `Ref`, `Fn::GetAtt` or `Fn::ImportValue` in `stack` points at; empty for pseudo
    /// parameters and plain text.
    Optional<Resource> target(String stack, JsonNode value) {
        if (value.has("Ref")) {
            return find(stack, value.path("Ref").asText());
        }
        if (value.has("Fn::GetAtt")) {
            return find(stack, value.path("Fn::GetAtt").path(0).asText());
        }
        if (value.has("Fn::ImportValue")) {
            String export = value.path("Fn::ImportValue").asText();
            return byStack.entrySet().stream()
                    .flatMap(e ->
                            e.getValue().path("Outputs").properties().stream()
                                    .filter(o ->
                                            o.getValue()
                                                    .path("Export")
                                                    .path("Name")
                                                    .asText()
                                                    .equals(export))
                                    .flatMap(o ->
                                            target(e.getKey(), o.getValue().path("Value"))
                                                    .stream()))
                    .findFirst();
        }
        return Optional.empty();
    }

    private Optional<Resource> find(String stack, String id) {
        JsonNode resource = byStack.get(stack).path("Resources").path(id);
        return resource.isMissingNode()
                ? Optional.empty()
                : Optional.of(new Resource(stack, id, resource));
    }

    /// Texts of all values under `node`.
    static Stream<JsonNode> leaves(JsonNode node) {
        return node.isContainerNode()
                ? node.valueStream().flatMap(Templates::leaves)
                : Stream.of(node);
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
