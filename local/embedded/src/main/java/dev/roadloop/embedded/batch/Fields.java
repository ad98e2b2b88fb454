package dev.roadloop.embedded.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/// Reads fields that the API writes `jobName`, and CloudFormation and Step Functions `JobName`.
final class Fields {

    private Fields() {}

    static JsonNode get(JsonNode node, String camelCase) {
        return node.has(camelCase)
                ? node.get(camelCase)
                : node.path(
                        camelCase.substring(0, 1).toUpperCase(Locale.ROOT)
                                + camelCase.substring(1));
    }

    /// Empty where it is absent.
    static String text(JsonNode node, String camelCase) {
        return get(node, camelCase).asText("");
    }
}
