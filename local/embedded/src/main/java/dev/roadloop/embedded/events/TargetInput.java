package dev.roadloop.embedded.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What of an event a target gets.
sealed interface TargetInput {

    /// The text to send.
    ///
    /// @throws IllegalArgumentException if the event does not have what the input asks for
    String of(JsonNode event, InputTemplate.RuleFacts facts);

    /// The event as it is.
    record Matched() implements TargetInput {
        @Override
        public String of(JsonNode event, InputTemplate.RuleFacts facts) {
            return event.toString();
        }
    }

    /// The same text for every event.
    record Constant(String text) implements TargetInput {
        @Override
        public String of(JsonNode event, InputTemplate.RuleFacts facts) {
            return text;
        }
    }

    /// One part of the event.
    record Part(EventPath path) implements TargetInput {
        @Override
        public String of(JsonNode event, InputTemplate.RuleFacts facts) {
            Optional<JsonNode> found = path.find(event);
            return found.orElseThrow(() ->
                            new IllegalArgumentException(
                                    "InputPath "
                                            + path.text()
                                            + " finds nothing in the event "
                                            + event.path("id").asText()))
                    .toString();
        }
    }

    /// A text made of the event's parts.
    record Transformed(Map<String, EventPath> variables, InputTemplate template)
            implements TargetInput {

        public Transformed {
            variables = Map.copyOf(variables);
        }

        @Override
        public String of(JsonNode event, InputTemplate.RuleFacts facts) {
            return template.fill(event, variables, facts);
        }
    }

    static TargetInput parse(JsonNode target) {
        if (target.has("InputTransformer")) {
            JsonNode transformer = target.get("InputTransformer");
            Map<String, EventPath> variables = new LinkedHashMap<>();
            transformer
                    .path("InputPathsMap")
                    .properties()
                    .forEach(entry ->
                            variables.put(
                                    entry.getKey(), EventPath.parse(entry.getValue().asText())));
            if (variables.size() > 100) {
                throw new IllegalArgumentException(
                        "InputPathsMap: expected at most 100 variables, found " + variables.size());
            }
            return new Transformed(
                    variables, new InputTemplate(transformer.path("InputTemplate").asText("")));
        }
        if (target.hasNonNull("InputPath")) {
            return new Part(EventPath.parse(target.get("InputPath").asText()));
        }
        if (target.hasNonNull("Input")) {
            return new Constant(target.get("Input").asText());
        }
        return new Matched();
    }
}
