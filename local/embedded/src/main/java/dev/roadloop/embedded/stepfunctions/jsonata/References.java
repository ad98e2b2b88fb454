package dev.roadloop.embedded.stepfunctions.jsonata;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names with a `$` that an expression uses without defining them itself.
///
/// @param functions names that are called
/// @param variables names that are read, `$states` excepted
public record References(Set<String> functions, Set<String> variables) {

    /// The functions of JSONata 2.0 without `$eval`, and those that Step Functions adds.
    public static final Set<String> BUILT_IN =
            Set.of(
                    "abs",
                    "append",
                    "assert",
                    "average",
                    "base64decode",
                    "base64encode",
                    "boolean",
                    "ceil",
                    "clone",
                    "contains",
                    "count",
                    "decodeUrl",
                    "decodeUrlComponent",
                    "distinct",
                    "each",
                    "encodeUrl",
                    "encodeUrlComponent",
                    "error",
                    "exists",
                    "filter",
                    "floor",
                    "formatBase",
                    "formatInteger",
                    "formatNumber",
                    "fromMillis",
                    "join",
                    "keys",
                    "length",
                    "lookup",
                    "lowercase",
                    "map",
                    "match",
                    "max",
                    "merge",
                    "millis",
                    "min",
                    "not",
                    "now",
                    "number",
                    "pad",
                    "parseInteger",
                    "power",
                    "random",
                    "reduce",
                    "replace",
                    "reverse",
                    "round",
                    "shuffle",
                    "sift",
                    "single",
                    "sort",
                    "split",
                    "spread",
                    "sqrt",
                    "string",
                    "substring",
                    "substringAfter",
                    "substringBefore",
                    "sum",
                    "toMillis",
                    "trim",
                    "type",
                    "uppercase",
                    "values",
                    "zip",
                    "hash",
                    "parse",
                    "partition",
                    "range",
                    "uuid");

    private static final Pattern TOKEN =
            Pattern.compile(
                    "\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|`[^`]*`|/\\*.*?\\*/|(?<=[(,=~>]\\s{0,8})/(?:[^/\\\\]|\\\\.)+/[gim]*"
                        + "|([@#]?)\\$([\\p{L}_][\\p{L}\\p{N}_]*)(\\s*\\(|\\s*:=)?",
                    Pattern.DOTALL);
    private static final Pattern PARAMETERS = Pattern.compile("(?:function|λ)\\s*\\(([^)]*)\\)");
    private static final Pattern NAME = Pattern.compile("\\$([\\p{L}_][\\p{L}\\p{N}_]*)");

    /// Scans the text of an expression that parses.
    public static References in(String source) {
        Set<String> defined = new TreeSet<>();
        Matcher parameters = PARAMETERS.matcher(source);
        while (parameters.find()) {
            Matcher name = NAME.matcher(parameters.group(1));
            while (name.find()) {
                defined.add(name.group(1));
            }
        }
        Set<String> called = new TreeSet<>();
        Set<String> read = new TreeSet<>();
        Matcher token = TOKEN.matcher(source);
        while (token.find()) {
            String name = token.group(2);
            if (name == null) {
                continue;
            }
            String after = token.group(3) == null ? "" : token.group(3).strip();
            if (!token.group(1).isEmpty() || after.equals(":=")) {
                defined.add(name);
            } else if (after.equals("(")) {
                called.add(name);
            } else {
                read.add(name);
            }
        }
        called.removeAll(defined);
        read.removeAll(defined);
        read.remove("states");
        return new References(Set.copyOf(called), Set.copyOf(read));
    }
}
