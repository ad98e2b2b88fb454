package dev.roadloop.embedded.stepfunctions.asl;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The rules of what follows an error: retriers and catchers.
final class ErrorRules {

    private final List<Problem> problems;
    private final FieldRules fields;

    ErrorRules(List<Problem> problems, FieldRules fields) {
        this.problems = problems;
        this.fields = fields;
    }

    void check(JsonNode state, String location) {
        retries(state, location);
        catches(state, location);
    }

    private void retries(JsonNode state, String location) {
        JsonNode list = state.path("Retry");
        for (int i = 0; i < list.size(); i++) {
            String at = location + "/Retry[" + i + "]";
            JsonNode retry = list.get(i);
            if (fields.check(retry, "Retry", at)) {
                errorNames(retry, at, i == list.size() - 1);
                if (retry.path("IntervalSeconds").asLong(1) < 1) {
                    problems.add(
                            Problem.schema(
                                    "IntervalSeconds must be at least 1", at + "/IntervalSeconds"));
                }
                if (retry.path("BackoffRate").asDouble(2) < 1) {
                    problems.add(
                            Problem.schema(
                                    "BackoffRate must be at least 1.0", at + "/BackoffRate"));
                }
                if (retry.path("MaxDelaySeconds").asLong(Long.MAX_VALUE)
                        <= retry.path("IntervalSeconds").asLong(1)) {
                    problems.add(
                            Problem.schema(
                                    "MaxDelaySeconds must be greater than IntervalSeconds",
                                    at + "/MaxDelaySeconds"));
                }
                fields.oneOf(
                        Set.of("FULL", "NONE"),
                        retry.path("JitterStrategy").asText("NONE"),
                        at + "/JitterStrategy");
            }
        }
    }

    private void catches(JsonNode state, String location) {
        JsonNode list = state.path("Catch");
        for (int i = 0; i < list.size(); i++) {
            String at = location + "/Catch[" + i + "]";
            if (fields.check(list.get(i), "Catch", at)) {
                errorNames(list.get(i), at, i == list.size() - 1);
                fields.require(list.get(i), "Next", at);
            }
        }
    }

    private void errorNames(JsonNode entry, String location, boolean last) {
        if (!fields.require(entry, "ErrorEquals", location)) {
            return;
        }
        List<String> names = new ArrayList<>();
        entry.get("ErrorEquals").forEach(name -> names.add(name.asText()));
        String at = location + "/ErrorEquals";
        if (names.isEmpty()) {
            problems.add(Problem.schema("ErrorEquals must name at least one error", at));
        }
        if (names.contains(ErrorNames.ALL) && (names.size() > 1 || !last)) {
            problems.add(
                    Problem.schema(
                            "States.ALL must be alone in its list, and in the last entry", at));
        }
        for (String name : names) {
            if (name.startsWith("States.") && !ErrorNames.RESERVED.contains(name)) {
                problems.add(
                        Problem.schema(
                                "'"
                                        + name
                                        + "' is not an error name of Step Functions"
                                        + Names.suggestion(name, ErrorNames.RESERVED),
                                at));
            }
        }
    }
}
