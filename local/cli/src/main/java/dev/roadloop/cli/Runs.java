package dev.roadloop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.models.TrackingRegistry;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.contracts.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `roadloop runs`.
@Command(
        name = "runs",
        mixinStandardHelpOptions = true,
        description = "Lists tracked runs, the newest first, or by a metric or parameter.",
        footer = {
            "",
            "Examples:",
            "  roadloop runs",
            "  roadloop runs --experiment smoke --sort metrics.loss",
            "  roadloop runs --sort metrics.AP50 --descending --where 'params.lr = \"0.01\"' --json"
        })
final class Runs implements Callable<Integer> {
    private static final Pattern SORT =
            Pattern.compile("(metrics|params|tags|attributes)\\.(`[^`]+`|\"[^\"]+\"|[\\w./-]+)");

    @Mixin private PlatformOption where = new PlatformOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--experiment",
            paramLabel = "NAME",
            description = "Runs of this experiment only.")
    private @Nullable String experiment;

    @Option(
            names = "--sort",
            paramLabel = "COLUMN",
            defaultValue = "attributes.start_time",
            description =
                    "What to sort by: metrics.NAME, params.NAME or attributes.NAME;"
                            + " ${DEFAULT-VALUE} by default, the newest first.")
    private String sort = "";

    @Option(names = "--descending", description = "The largest first.")
    private boolean descending;

    @Option(
            names = "--where",
            paramLabel = "FILTER",
            defaultValue = "",
            description = "MLflow's filter, such as: metrics.loss < 0.2")
    private String filter = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many at most, up to 1000; ${DEFAULT-VALUE} by default.")
    private int limit;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        WrongOption.checkRange("--limit", limit, 1, 1000);
        if (!SORT.matcher(sort).matches()) {
            throw new WrongOption(
                    "--sort: expected metrics.NAME, params.NAME or attributes.NAME, found " + sort);
        }
        boolean newest = sort.equals("attributes.start_time");
        String order = sort + (descending || newest ? " DESC" : " ASC");
        try (Platform platform = where.open();
                TrackingRegistry registry = new TrackingRegistry(platform)) {
            List<JsonNode> runs =
                    registry.runs(Optional.ofNullable(experiment), order, filter, limit);
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                ArrayNode array = Json.jackson().createArrayNode();
                runs.forEach(run -> array.add(described(run)));
                out.println(array.toPrettyString());
            } else {
                print(out, runs);
            }
            return ExitCode.OK;
        }
    }

    private static ObjectNode described(JsonNode run) {
        JsonNode info = run.path("info");
        ObjectNode entry =
                Json.jackson()
                        .createObjectNode()
                        .put("run", info.path("run_id").asText())
                        .put("name", info.path("run_name").asText())
                        .put("status", info.path("status").asText());
        if (info.path("start_time").asLong() > 0) {
            entry.put("start", Instant.ofEpochMilli(info.path("start_time").asLong()).toString());
        }
        pairs(entry.putObject("metrics"), run.at("/data/metrics"));
        pairs(entry.putObject("params"), run.at("/data/params"));
        return entry;
    }

    private static void pairs(ObjectNode into, JsonNode list) {
        list.forEach(one -> into.set(one.path("key").asText(), one.path("value")));
    }

    private void print(PrintWriter out, List<JsonNode> runs) {
        if (runs.isEmpty()) {
            out.println("no runs are tracked here that fit");
        }
        String shown = sort.startsWith("attributes.") ? "" : sort.replace("`", "");
        for (JsonNode run : runs) {
            ObjectNode entry = described(run);
            String[] column = shown.split("\\.", 2);
            out.printf(
                    "%-32s %-24s %-9s %-20s %s%n",
                    entry.path("run").asText(),
                    entry.path("name").asText(),
                    entry.path("status").asText().toLowerCase(Locale.ROOT),
                    entry.path("start").asText(),
                    column.length < 2
                            ? ""
                            : column[1] + " " + entry.path(column[0]).path(column[1]).asText("–"));
        }
    }
}
