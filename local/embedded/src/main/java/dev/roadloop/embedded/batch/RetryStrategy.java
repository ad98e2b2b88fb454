package dev.roadloop.embedded.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// How often a failing job is tried, and which failures are tried again.
///
/// Source: "Automated job retries" of the Batch user guide: conditions are looked at in order and
/// the first that matches decides; a failure that none matches is tried again.
///
/// @param attempts 1 to 10, the first included
record RetryStrategy(int attempts, List<Condition> conditions) {

    /// One line of `evaluateOnExit`. Patterns end in `*` or are exact; an absent one matches
    /// anything.
    record Condition(boolean retry, String onExitCode, String onReason, String onStatusReason) {

        private boolean matches(String exitCode, String reason, String statusReason) {
            return glob(onExitCode, exitCode)
                    && glob(onReason, reason)
                    && glob(onStatusReason, statusReason);
        }

        private static boolean glob(String pattern, String text) {
            if (pattern.isEmpty()) {
                return true;
            }
            String regex =
                    pattern.endsWith("*")
                            ? Pattern.quote(pattern.substring(0, pattern.length() - 1)) + ".*"
                            : Pattern.quote(pattern);
            return !text.isEmpty()
                    && Pattern.compile(regex, Pattern.CASE_INSENSITIVE | Pattern.DOTALL)
                            .matcher(text)
                            .matches();
        }
    }

    RetryStrategy {
        conditions = List.copyOf(conditions);
        if (attempts < 1 || attempts > 10) {
            throw new IllegalArgumentException(
                    "retryStrategy.attempts: expected 1 to 10, found " + attempts);
        }
    }

    static RetryStrategy parse(JsonNode strategy) {
        List<Condition> conditions = new ArrayList<>();
        for (JsonNode condition : Fields.get(strategy, "evaluateOnExit")) {
            conditions.add(
                    new Condition(
                            Fields.text(condition, "action").equalsIgnoreCase("RETRY"),
                            Fields.text(condition, "onExitCode"),
                            Fields.text(condition, "onReason"),
                            Fields.text(condition, "onStatusReason")));
        }
        return new RetryStrategy(Fields.get(strategy, "attempts").asInt(1), conditions);
    }

    /// @param made attempts so far
    /// @param exitCode of the last, or empty if it has none
    boolean again(int made, String exitCode, String reason, String statusReason) {
        if (made >= attempts) {
            return false;
        }
        return conditions.stream()
                .filter(condition -> condition.matches(exitCode, reason, statusReason))
                .findFirst()
                .map(Condition::retry)
                .orElse(true);
    }
}
