package dev.roadloop.embedded.iam;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Evaluates the `Condition` block of a policy statement.
///
/// Source: IAM user guide, "IAM JSON policy elements: Condition operators". All operators and keys
/// must hold; of the values of one key, any. A key that the request lacks fails a positive operator
/// and satisfies a negated one. An operator that is not known here never holds in an Allow and
/// always in a Deny, so that nothing is allowed unread.
final class Conditions {

    private Conditions() {}

    static boolean hold(JsonNode conditions, Map<String, String> request, boolean deny) {
        for (Map.Entry<String, JsonNode> operator : conditions.properties()) {
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                @Nullable String actual = request.get(key.getKey().toLowerCase(Locale.ROOT));
                if (!holds(operator.getKey(), actual, values(key.getValue()), deny)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean holds(
            String operator, @Nullable String actual, List<String> expected, boolean deny) {
        String name = operator.substring(operator.indexOf(':') + 1);
        if (name.equals("Null")) {
            return expected.contains(String.valueOf(actual == null));
        }
        if (actual == null) {
            return name.endsWith("IfExists")
                    || operator.startsWith("ForAllValues:")
                    || name.contains("Not");
        }
        String base =
                name.endsWith("IfExists")
                        ? name.substring(0, name.length() - "IfExists".length())
                        : name;
        return switch (base) {
            case "StringEquals" -> expected.contains(actual);
            case "StringNotEquals" -> !expected.contains(actual);
            case "StringEqualsIgnoreCase" -> expected.stream().anyMatch(actual::equalsIgnoreCase);
            case "StringNotEqualsIgnoreCase" ->
                    expected.stream().noneMatch(actual::equalsIgnoreCase);
            case "StringLike", "ArnLike", "ArnEquals" ->
                    expected.stream().anyMatch(pattern -> Wildcard.matches(pattern, actual));
            case "StringNotLike", "ArnNotLike", "ArnNotEquals" ->
                    expected.stream().noneMatch(pattern -> Wildcard.matches(pattern, actual));
            case "Bool" -> expected.stream().anyMatch(actual::equalsIgnoreCase);
            case "NumericEquals" -> expected.stream().anyMatch(each -> compare(actual, each) == 0);
            case "NumericNotEquals" ->
                    expected.stream().noneMatch(each -> compare(actual, each) == 0);
            case "NumericLessThan" -> expected.stream().anyMatch(each -> compare(actual, each) < 0);
            case "NumericLessThanEquals" ->
                    expected.stream().anyMatch(each -> compare(actual, each) <= 0);
            case "NumericGreaterThan" ->
                    expected.stream().anyMatch(each -> compare(actual, each) > 0);
            case "NumericGreaterThanEquals" ->
                    expected.stream().anyMatch(each -> compare(actual, each) >= 0);
            default -> deny;
        };
    }

    private static int compare(String left, String right) {
        return new BigDecimal(left).compareTo(new BigDecimal(right));
    }

    private static List<String> values(JsonNode node) {
        if (!node.isArray()) {
            return List.of(node.asText());
        }
        List<String> values = new ArrayList<>();
        node.forEach(each -> values.add(each.asText()));
        return values;
    }
}
