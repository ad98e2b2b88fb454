package dev.roadloop.sweep.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads parameters as [W&B's documentation](https://docs.wandb.ai/guides/sweeps/sweep-config-keys)
/// describes them.
final class DomainReader {

    private static final int MOST = 1000;
    private static final int DEEPEST = 8;
    private static final Set<String> NORMAL = Set.of("mu", "sigma");
    private static final Set<String> NORMAL_STEPS = Set.of("mu", "sigma", "q");
    private static final Set<String> BOUNDS = Set.of("min", "max");
    private static final Set<String> BOUNDS_STEPS = Set.of("min", "max", "q");
    private static final Set<String> CHOICE = Set.of("values", "probabilities");

    /// What each distribution takes.
    private static final Map<String, Set<String>> DISTRIBUTIONS =
            Map.ofEntries(
                    Map.entry("constant", Set.of("value")),
                    Map.entry("categorical", CHOICE),
                    Map.entry("categorical_w_probabilities", CHOICE),
                    Map.entry("int_uniform", BOUNDS),
                    Map.entry("uniform", BOUNDS),
                    Map.entry("q_uniform", BOUNDS_STEPS),
                    Map.entry("log_uniform", BOUNDS),
                    Map.entry("log_uniform_values", BOUNDS),
                    Map.entry("q_log_uniform", BOUNDS_STEPS),
                    Map.entry("q_log_uniform_values", BOUNDS_STEPS),
                    Map.entry("inv_log_uniform", BOUNDS),
                    Map.entry("inv_log_uniform_values", BOUNDS),
                    Map.entry("normal", NORMAL),
                    Map.entry("q_normal", NORMAL_STEPS),
                    Map.entry("log_normal", NORMAL),
                    Map.entry("q_log_normal", NORMAL_STEPS));

    private static final Set<String> KEYS =
            Stream.concat(
                            DISTRIBUTIONS.values().stream().flatMap(Set::stream),
                            Stream.of("distribution", "parameters"))
                    .collect(Collectors.toUnmodifiableSet());

    private final SortedMap<String, Domain> into;

    DomainReader(SortedMap<String, Domain> into) {
        this.into = into;
    }

    /// Reads a mapping of parameters.
    ///
    /// @param prefix of their names
    void read(YamlTree parameters, String prefix, int depth) {
        if (depth > DEEPEST) {
            parameters.problem("expected at most " + DEEPEST + " groups in each other");
            return;
        }
        for (String name : parameters.names()) {
            YamlTree parameter = parameters.tree(name);
            parameter.only(KEYS);
            if (parameter.has("parameters")) {
                only(parameter, "a group", Set.of("parameters"));
                read(parameter.tree("parameters"), prefix + name + ".", depth + 1);
            } else if (into.size() >= MOST) {
                parameter.problem("expected at most " + MOST + " parameters");
                return;
            } else {
                try {
                    domain(parameter).ifPresent(domain -> add(parameter, prefix + name, domain));
                } catch (IllegalArgumentException e) {
                    parameter.problem(String.valueOf(e.getMessage()));
                }
            }
        }
    }

    private void add(YamlTree parameter, String name, Domain domain) {
        if (into.putIfAbsent(name, domain) != null) {
            parameter.problem("expected a name of its own, found another parameter " + name);
        }
    }

    /// Complains of what would be without effect, as W&B does.
    private static void only(YamlTree tree, String what, Set<String> taken) {
        for (String name : tree.names()) {
            if (KEYS.contains(name) && !name.equals("distribution") && !taken.contains(name)) {
                tree.problem(
                        "%s means nothing to %s, which takes %s"
                                .formatted(name, what, String.join(", ", new TreeSet<>(taken))));
            }
        }
    }

    private static Optional<Domain> domain(YamlTree tree) {
        String distribution = tree.text("distribution").orElseGet(() -> guess(tree));
        @Nullable Set<String> taken = DISTRIBUTIONS.get(distribution);
        if (taken != null) {
            only(tree, distribution, taken);
        }
        return switch (distribution) {
            case "" -> {
                tree.problem("expected value, values, or min and max, found " + tree.names());
                yield Optional.empty();
            }
            case "constant" -> scalar(tree, "value", tree.get("value")).map(Domain.Fixed::new);
            case "categorical", "categorical_w_probabilities" -> choice(tree);
            default -> span(tree, distribution).map(Domain.Numeric::new);
        };
    }

    /// As W&B does where a parameter names no distribution.
    private static String guess(YamlTree tree) {
        if (tree.has("value")) {
            return "constant";
        }
        if (tree.has("values")) {
            return "categorical";
        }
        if (tree.has("mu") || tree.has("sigma")) {
            return tree.has("q") ? "q_normal" : "normal";
        }
        if (tree.has("min") && tree.has("max")) {
            boolean whole =
                    tree.get("min") instanceof Integer && tree.get("max") instanceof Integer;
            return tree.has("q") ? "q_uniform" : whole ? "int_uniform" : "uniform";
        }
        return "";
    }

    private static Optional<Span> span(YamlTree tree, String distribution) {
        double step = tree.has("q") ? tree.number("q", 1) : 1;
        if (step <= 0) {
            tree.problem("q", "a number above 0", tree.get("q"));
            return Optional.empty();
        }
        // As in W&B multiples of a whole number are whole numbers.
        boolean whole = tree.get("q") instanceof Integer || !tree.has("q");
        return switch (distribution) {
            case "uniform" -> Optional.of(uniform(tree, 0, false, false));
            case "int_uniform" -> {
                if (!(tree.get("min") instanceof Integer && tree.get("max") instanceof Integer)) {
                    tree.problem("min", "whole numbers as min and max", tree.get("min"));
                    yield Optional.empty();
                }
                yield Optional.of(uniform(tree, 1, false, true));
            }
            case "q_uniform" -> Optional.of(uniform(tree, step, false, whole));
            case "log_uniform_values" -> Optional.of(uniform(tree, 0, true, false));
            case "q_log_uniform_values" -> Optional.of(uniform(tree, step, true, whole));
            case "log_uniform" -> Optional.of(powers("min", "max", 1, tree, 0, false));
            case "q_log_uniform" -> Optional.of(powers("min", "max", 1, tree, step, whole));
            // The logarithm of a number's inverse is uniform, and so is that of the number.
            case "inv_log_uniform" -> Optional.of(powers("max", "min", -1, tree, 0, false));
            case "inv_log_uniform_values" -> Optional.of(uniform(tree, 0, true, false));
            case "normal" -> Optional.of(normal(tree, 0, false, false));
            case "q_normal" -> Optional.of(normal(tree, step, false, whole));
            case "log_normal" -> Optional.of(normal(tree, 0, true, false));
            case "q_log_normal" -> Optional.of(normal(tree, step, true, whole));
            default -> {
                tree.problem(
                        "distribution",
                        "one of " + String.join(", ", new TreeSet<>(DISTRIBUTIONS.keySet())),
                        distribution);
                yield Optional.empty();
            }
        };
    }

    private static Span uniform(YamlTree tree, double step, boolean log, boolean whole) {
        return Span.uniform(
                tree.requiredNumber("min"), tree.requiredNumber("max"), step, log, whole);
    }

    /// W&B's `log_uniform` has the exponents of e as bounds.
    private static Span powers(
            String low, String high, int sign, YamlTree tree, double step, boolean whole) {
        return Span.uniform(
                Math.exp(sign * tree.requiredNumber(low)),
                Math.exp(sign * tree.requiredNumber(high)),
                step,
                true,
                whole);
    }

    private static Span normal(YamlTree tree, double step, boolean log, boolean whole) {
        return Span.normal(tree.number("mu", 0), tree.number("sigma", 1), step, log, whole);
    }

    private static Optional<Domain> choice(YamlTree tree) {
        List<JsonNode> values = new ArrayList<>();
        for (Object each : tree.list("values")) {
            scalar(tree, "values", each).ifPresent(values::add);
        }
        if (values.isEmpty()) {
            tree.problem("values", "at least one value", tree.get("values"));
            return Optional.empty();
        }
        if (values.size() > MOST || new LinkedHashSet<>(values).size() != values.size()) {
            tree.problem(
                    "values", "at most " + MOST + " values, all different", tree.get("values"));
            return Optional.empty();
        }
        if (!tree.has("probabilities")) {
            return Optional.of(Domain.Choice.of(values));
        }
        List<Double> shares = new ArrayList<>();
        for (Object each : tree.list("probabilities")) {
            YamlTree.number(each).filter(share -> share >= 0).ifPresent(shares::add);
        }
        double sum = shares.stream().mapToDouble(share -> share).sum();
        if (shares.size() != values.size() || Math.abs(sum - 1) > 1e-6) {
            tree.problem(
                    "probabilities",
                    "as many numbers as values, from 0, with the sum 1",
                    tree.get("probabilities"));
            return Optional.empty();
        }
        return Optional.of(
                new Domain.Choice(values, shares.stream().map(share -> share / sum).toList()));
    }

    private static Optional<JsonNode> scalar(YamlTree tree, String name, @Nullable Object value) {
        return switch (value) {
            case Boolean truth -> Optional.of(BooleanNode.valueOf(truth));
            case Integer number -> Optional.of(IntNode.valueOf(number));
            case Long number -> Optional.of(LongNode.valueOf(number));
            case Double number when Double.isFinite(number) ->
                    Optional.of(DoubleNode.valueOf(number));
            case String text ->
                    Optional.of(
                            YamlTree.number(text)
                                    .<JsonNode>map(DoubleNode::valueOf)
                                    .orElseGet(() -> TextNode.valueOf(text)));
            case null, default -> {
                tree.problem(name, "a text, a finite number, true or false", value);
                yield Optional.empty();
            }
        };
    }
}
