package dev.roadloop.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/// One resource of a template.
record Resource(String stack, String id, JsonNode json) {

    String type() {
        return json.path("Type").asText();
    }

    JsonNode properties() {
        return json.path("Properties");
    }

    /// Where it stands in the app, such as `RoadloopIngest/Functions/VerifyFile/Function`; says
    /// more than the logical id.
    String path() {
        String path = json.path("Metadata").path("aws:cdk:path").asText(stack + "/" + id);
        return path.endsWith("/Resource")
                ? path.substring(0, path.length() - "/Resource".length())
                : path;
    }

    /// Name of the construct that owns it: the part of the path before the last.
    String owner() {
        String[] parts = path().split("/");
        return parts[Math.max(0, parts.length - 2)];
    }

    /// Reasons that cdk-nag's suppressions on this resource give for `rule`.
    List<String> reasonsFor(String rule) {
        return json.path("Metadata")
                .path("cdk_nag")
                .path("rules_to_suppress")
                .valueStream()
                .filter(s -> s.path("id").asText().equals(rule))
                .map(s -> s.path("reason").asText())
                .toList();
    }
}
