package dev.roadloop.sweep.spec;

import dev.roadloop.domain.CallerException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/// A sweep's file: the YAML that Weights & Biases takes, read as it is.
///
/// @param spec what it says
/// @param ignored a sentence for each thing in it that has no effect here
///
///   Source: [Sweep configuration options](https://docs.wandb.ai/guides/sweeps/sweep-config-keys).
public record SweepFile(SweepSpec spec, List<String> ignored) {

    private static final int MAX_CHARACTERS = 256 << 10;
    private static final int MAX_DEPTH = 20;
    private static final int MAX_ALIASES = 20;
    private static final Set<String> WITHOUT_EFFECT =
            Set.of(
                    "command",
                    "program",
                    "project",
                    "entity",
                    "description",
                    "controller",
                    "job",
                    "image_uri",
                    "resource",
                    "scheduler");
    private static final Set<String> KEYS =
            Set.of("name", "method", "metric", "parameters", "early_terminate", "run_cap");

    public SweepFile {
        ignored = List.copyOf(ignored);
    }

    /// Reads a file's text.
    ///
    /// @param source its name, for messages
    /// @throws CallerException that names all that is wrong
    public static SweepFile parse(String text, String source) {
        List<String> problems = new ArrayList<>();
        YamlTree tree = YamlTree.of("", load(text, source), problems);
        Set<String> known = new TreeSet<>(KEYS);
        List<String> ignored = new ArrayList<>();
        for (String key : tree.names()) {
            if (WITHOUT_EFFECT.contains(key)) {
                known.add(key);
                ignored.add("'" + key + "' is ignored: trials run Roadloop's own training");
            }
        }
        tree.only(known);
        SortedMap<String, Domain> parameters = new TreeMap<>();
        new DomainReader(parameters).read(tree.tree("parameters"), "", 0);
        Method method =
                named(
                        tree,
                        "method",
                        Map.of("grid", Method.GRID, "random", Method.RANDOM, "bayes", Method.BAYES),
                        null);
        YamlTree metric = tree.tree("metric");
        metric.only(Set.of("name", "goal", "target"));
        String name = metric.text("name").orElse("");
        if (name.isBlank()) {
            metric.problem("name", "the name of a metric", metric.get("name"));
        }
        Goal goal =
                named(
                        metric,
                        "goal",
                        Map.of("minimize", Goal.MINIMIZE, "maximize", Goal.MAXIMIZE),
                        Goal.MINIMIZE);
        EarlyStop early =
                tree.has("early_terminate")
                        ? early(tree.tree("early_terminate"), ignored, problems)
                        : EarlyStop.NONE;
        double target = metric.number("target", 0);
        int cap = tree.count("run_cap", 0);
        if (method == Method.GRID) {
            grid(parameters, problems);
        }
        if (!problems.isEmpty() || method == null || goal == null) {
            throw new CallerException(source + ": " + String.join("; ", problems));
        }
        return new SweepFile(
                new SweepSpec(
                        tree.text("name").orElse(""),
                        method,
                        name,
                        goal,
                        metric.has("target") ? OptionalDouble.of(target) : OptionalDouble.empty(),
                        parameters,
                        early,
                        cap == 0 ? OptionalInt.empty() : OptionalInt.of(cap)),
                ignored);
    }

    private static void grid(SortedMap<String, Domain> parameters, List<String> problems) {
        parameters.forEach((name, domain) -> {
            if (domain instanceof Domain.Choice choice && !choice.isEven()) {
                problems.add(
                        "parameters."
                                + name
                                + ".probabilities: a grid tries each value once, however likely");
            }
            if (domain instanceof Domain.Numeric numeric && numeric.span().step() == 0) {
                problems.add(
                        "parameters."
                                + name
                                + ": a grid needs values, whole numbers or a step q, as there are"
                                + " endlessly many numbers between two");
            }
        });
    }

    private static EarlyStop early(YamlTree tree, List<String> ignored, List<String> problems) {
        tree.only(Set.of("type", "min_iter", "max_iter", "s", "eta", "strict"));
        if (!tree.text("type").orElse("").equals("hyperband")) {
            tree.problem("type", "hyperband", tree.get("type"));
        }
        if (tree.has("strict")) {
            ignored.add("'early_terminate.strict' is ignored: trials pause at rungs, all of them");
        }
        double eta = tree.number("eta", 3);
        int min = tree.count("min_iter", 0);
        int max = tree.count("max_iter", 0);
        int down = tree.count("s", 0);
        try {
            if (max > 0 && (down > 0 || min == 0)) {
                if (min > 0) {
                    ignored.add(
                            "'early_terminate.min_iter' is ignored: max_iter and s say the rungs");
                }
                return compared(EarlyStop.downFrom(max, down == 0 ? 2 : down, eta));
            }
            if (min > 0) {
                if (down > 0) {
                    ignored.add("'early_terminate.s' is ignored: it counts down from a max_iter");
                }
                return compared(EarlyStop.from(min, max == 0 ? Integer.MAX_VALUE : max, eta));
            }
            tree.problem("min_iter", "min_iter, or max_iter and s", null);
        } catch (IllegalArgumentException e) {
            problems.add("early_terminate." + e.getMessage());
        }
        return EarlyStop.NONE;
    }

    private static EarlyStop compared(EarlyStop early) {
        if (early.rungs().isEmpty()) {
            throw new IllegalArgumentException(
                    "max_iter: expected a rung before it, so that trials are compared, found none;"
                            + " raise it, or lower min_iter or eta");
        }
        return early;
    }

    private static <T> @Nullable T named(
            YamlTree tree, String name, Map<String, T> values, @Nullable T otherwise) {
        String text = tree.text(name).orElse("").toLowerCase(Locale.ROOT);
        @Nullable T value = text.isEmpty() ? otherwise : values.get(text);
        if (value == null) {
            tree.problem(name, String.join(", ", new TreeSet<>(values.keySet())), tree.get(name));
        }
        return value;
    }

    private static @Nullable Object load(String text, String source) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(MAX_ALIASES);
        options.setAllowRecursiveKeys(false);
        options.setAllowDuplicateKeys(false);
        try {
            return new Yaml(new SafeConstructor(options)).load(text);
        } catch (YAMLException e) {
            throw new CallerException(
                    source
                            + " is no YAML that can be read: "
                            + String.valueOf(e.getMessage()).replaceAll("\\s+", " ").strip(),
                    e);
        }
    }
}
