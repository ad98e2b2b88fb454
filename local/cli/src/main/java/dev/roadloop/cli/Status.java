package dev.roadloop.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Executions;
import dev.roadloop.cli.platform.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;

/// `roadloop status`.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Shows the newest ingestions, or one drive: its catalog entry, its topics, its"
                        + " clips and how its execution stands.")
final class Status implements Callable<Integer> {

    private static final int NEWEST = 20;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DRIVE", arity = "0..1", description = "A drive's id.")
    private @Nullable String drive;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        try (Platform platform = Platform.open(Project.root())) {
            String id = drive;
            return id == null ? newest(platform) : one(platform, id);
        }
    }

    private int newest(Platform platform) {
        PrintWriter out = spec.commandLine().getOut();
        ArrayNode array = new ObjectMapper().createArrayNode();
        for (ExecutionListItem execution : new Executions(platform).newest(NEWEST)) {
            Instant end = execution.stopDate() == null ? Instant.now() : execution.stopDate();
            double seconds = Duration.between(execution.startDate(), end).toMillis() / 1e3;
            if (json) {
                array.addObject()
                        .put("execution", execution.executionArn())
                        .put("drive", execution.name())
                        .put("status", execution.statusAsString())
                        .put("started", execution.startDate().toString())
                        .put("seconds", seconds);
            } else {
                out.printf(
                        "%-44s %-10s %7.1f s  since %s%n",
                        execution.name(),
                        execution.statusAsString(),
                        seconds,
                        execution.startDate());
            }
        }
        if (json) {
            out.println(array.toPrettyString());
        }
        return ExitCode.OK;
    }

    private int one(Platform platform, String id) {
        PrintWriter out = spec.commandLine().getOut();
        Catalog catalog = new Catalog(platform);
        Catalog.Entry entry =
                catalog.drive(id)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "no drive is called "
                                                + id
                                                + "; `roadloop drives` lists them"));
        Executions executions = new Executions(platform);
        Optional<DescribeExecutionResponse> execution = executions.find(executions.arn(id));
        if (json) {
            ObjectNode node = EntryView.json(entry);
            execution.ifPresent(found ->
                    node.put("execution", found.executionArn())
                            .put("executionStatus", found.statusAsString()));
            catalog.topics(id)
                    .forEach(topic -> node.withArray("topicEntries").add(EntryView.json(topic)));
            catalog.clips(id)
                    .forEach(clip -> node.withArray("clipEntries").add(EntryView.json(clip)));
            out.println(node.toPrettyString());
        } else {
            EntryView.print(out, entry, catalog.topics(id));
            EntryView.printClips(out, catalog.clips(id));
            execution.ifPresent(found -> {
                out.printf("execution  %s%n", found.statusAsString());
                if (found.error() != null) {
                    out.printf(
                            "  %s: %s%n  redrive with: roadloop redrive %s%n",
                            found.error(), found.cause(), id);
                }
            });
        }
        return ExitCode.OK;
    }
}
