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
        String ending = ".template.json";
        try (Stream<Path> files = Files.list(ASSEMBLY)) {
            files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .forEach(file -> {
                        String name = file.getFileName().toString();
                        byStack.put(name.substring(0, name.length() - ending.length()), json(file));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + ASSEMBLY, e);
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

    /// All state machines.
    List<Resource> machines() {
        return ofType("AWS::StepFunctions::StateMachine");
    }

    /// The definition that a state machine carries.
    static JsonNode definition(Resource machine) {
        return json(machine.properties().path("DefinitionString").asText());
    }

    /// What a machine's placeholder `${name}` stands for, if that is a resource.
    Optional<Resource> placeholder(Resource machine, String name) {
        return target(
                machine.stack(), machine.properties().path("DefinitionSubstitutions").path(name));
    }

    /// The function behind an alias, which CDK refers to by its ARN or by parts of that.
    Resource function(String stack, JsonNode alias) {
        boolean whole = alias.has("Ref") || alias.has("Fn::ImportValue");
        JsonNode reference = whole ? alias : alias.findParent("Ref");
        Resource target = target(stack, reference).orElseThrow();
        return target(target.stack(), target.properties().path("FunctionName")).orElseThrow();
    }

    /// The jar of a function among the assembly's assets.
    static Path jar(Resource function) {
        return ASSEMBLY.resolve(
                "asset." + function.properties().path("Code").path("S3Key").asText());
    }

    /// The one resource whose path ends so, such as `VerifyFile/Function`.
    Resource at(String pathEnd) {
        return all().stream()
                .filter(r -> ("/" + r.path()).endsWith("/" + pathEnd))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("No resource at " + pathEnd));
    }

    /// What a `Ref`, `Fn::GetAtt` or `Fn::ImportValue` in `stack` points at, or the job definition
    /// of that name; empty for pseudo parameters and other text.
    Optional<Resource> target(String stack, JsonNode value) {
        if (value.isTextual()) {
            return ofType("AWS::Batch::JobDefinition").stream()
                    .filter(job -> job.properties().path("JobDefinitionName").equals(value))
                    .findFirst();
        }
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
