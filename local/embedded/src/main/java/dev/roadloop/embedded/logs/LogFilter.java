package dev.roadloop.embedded.logs;

import dev.roadloop.embedded.api.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A filter pattern of plain terms. Source: "Filter pattern syntax" of the CloudWatch Logs user
/// guide, unstructured events.
///
/// @param present terms that must all occur
/// @param absent terms that must not occur
record LogFilter(List<String> present, List<String> absent) {

    private static final Pattern TERM = Pattern.compile("(-?)(?:\"([^\"]*)\"|(\\S+))");

    LogFilter {
        present = List.copyOf(present);
        absent = List.copyOf(absent);
    }

    static LogFilter parse(String pattern) {
        String text = pattern.strip();
        if (text.startsWith("{") || text.startsWith("[") || text.contains("?")) {
            throw new ApiException(
                    "InvalidParameterException",
                    400,
                    "filter pattern "
                            + text
                            + " is a field or optional-term expression; the embedded mode takes"
                            + " plain terms such as: ERROR -timeout \"drive id\"");
        }
        List<String> present = new ArrayList<>();
        List<String> absent = new ArrayList<>();
        Matcher terms = TERM.matcher(text);
        while (terms.find()) {
            String term = terms.group(2) == null ? terms.group(3) : terms.group(2);
            (terms.group(1).isEmpty() ? present : absent).add(term);
        }
        return new LogFilter(present, absent);
    }

    boolean matches(String message) {
        return present.stream().allMatch(message::contains)
                && absent.stream().noneMatch(message::contains);
    }
}
