package dev.roadloop.embedded.stepfunctions.asl;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Says everything that is wrong with a definition, in AWS's codes and locations, plus what AWS
/// only notices at run time: misspelt service actions and arguments, unknown JSONata functions,
/// variables that nothing assigns.
public final class AslValidator {

    /// AWS's limit for a definition, bytes of UTF-8.
    public static final int LARGEST_DEFINITION = 1_048_576;

    static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private AslValidator() {}

    /// All problems of `definition`, errors first; empty if there is nothing to say.
    public static List<Problem> validate(String definition) {
        if (definition.getBytes(StandardCharsets.UTF_8).length > LARGEST_DEFINITION) {
            return List.of(
                    new Problem(
                            Problem.Severity.ERROR,
                            "SCHEMA_VALIDATION_FAILED",
                            "The definition is larger than 1 MB (1,048,576 bytes)",
                            ""));
        }
        JsonNode root;
        try {
            root = JSON.readTree(definition);
        } catch (JsonProcessingException e) {
            return List.of(
                    new Problem(
                            Problem.Severity.ERROR,
                            "INVALID_JSON_DESCRIPTION",
                            "Invalid JSON: " + e.getOriginalMessage(),
                            ""));
        }
        if (root == null || !root.isObject()) {
            return List.of(Problem.schema("The definition must be a JSON object", ""));
        }
        List<Problem> problems = new ArrayList<>();
        if (isJsonata(root, problems)) {
            new GraphRules(problems).machine(root);
        }
        return problems.stream().sorted((a, b) -> a.severity().compareTo(b.severity())).toList();
    }

    /// The problems for which `CreateStateMachine` refuses `definition`.
    public static List<Problem> errors(String definition) {
        return validate(definition).stream()
                .filter(problem -> problem.severity() == Problem.Severity.ERROR)
                .toList();
    }

    /// The message of AWS's `InvalidDefinition` for these problems.
    public static String describe(List<Problem> problems) {
        return problems.stream()
                .map(Problem::toString)
                .collect(Collectors.joining(", ", "Invalid State Machine Definition: '", "'"));
    }

    private static boolean isJsonata(JsonNode root, List<Problem> problems) {
        String language = root.path("QueryLanguage").asText("JSONPath");
        if (language.equals("JSONata")) {
            return true;
        }
        problems.add(
                Problem.schema(
                        "The query language of the machine is %s. Only JSONata machines run here: set \"QueryLanguage\": \"JSONata\" at the top level"
                                .formatted(
                                        root.has("QueryLanguage")
                                                ? language
                                                : "JSONPath, AWS's default"),
                        "/QueryLanguage"));
        return false;
    }
}
