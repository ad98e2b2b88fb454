package dev.roadloop.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Executions;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.progress.DriveProgress;
import dev.roadloop.cli.progress.ProgressReader;
import dev.roadloop.cli.progress.ProgressView;
import dev.roadloop.cli.terminal.Screen;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;

/// `roadloop status`.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description =
                "Shows how the newest ingestions stand, or one drive: its catalog entry, its topics"
                    + " and clips, each step of its execution with the job behind it, and what was"
                    + " read and written.",
        footer = {
            "",
            "A part of a drive's id will do if only one drive has it.",
            "",
            "Examples:",
            "  roadloop status",
            "  roadloop status --watch",
            "  roadloop status cda8f4b0",
            "  roadloop status car-1-20260504T090000Z-0123abcd --json"
        })
final class Status implements Callable<Integer> {

    private static final int NEWEST = 20;
    private static final Duration POLL = Duration.ofMillis(500);

    @Mixin private PlatformOption where = new PlatformOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "DRIVE", arity = "0..1", description = "A drive's id, or part of it.")
    private @Nullable String drive;

    @ArgGroup private Manner manner = new Manner();

    /// How to print.
    private static final class Manner {
        @Option(names = "--json", description = "Print JSON, once.")
        private boolean json;

        @Option(
                names = {"-w", "--watch"},
                description =
                        "Go on showing: one drive to the end of its execution, all of them until"
                                + " Ctrl-C. Redrawn in place on a terminal, a line for each change"
                                + " elsewhere.")
        private boolean watch;
    }

    @Override
    public Integer call() throws IOException {
        try (Platform platform = where.open()) {
            String name = drive;
            if (name != null) {
                return one(platform, DriveNames.find(new Catalog(platform), name));
            }
            if (manner.watch) {
                watchAll(platform);
            }
            return manner.json ? newestAsJson(platform) : newest(platform);
        }
    }

    private int newest(Platform platform) {
        List<String> lines = table(platform);
        lines.forEach(spec.commandLine().getOut()::println);
        if (lines.isEmpty()) {
            spec.commandLine()
                    .getOut()
                    .println("no ingestions yet: try `roadloop demo`, or `roadloop ingest FILE`");
        }
        return ExitCode.OK;
    }

    private void watchAll(Platform platform) {
        Screen screen = Screen.on(spec.commandLine().getOut());
        Map<String, String> said = new HashMap<>();
        while (true) {
            if (screen.live()) {
                screen.draw(table(platform));
            } else {
                for (DriveProgress progress : progress(platform)) {
                    String now =
                            progress.status()
                                    + progress.current().map(step -> step.name()).orElse("");
                    if (!now.equals(said.put(progress.execution(), now))) {
                        screen.say(ProgressView.summary(progress, Instant.now()));
                    }
                }
            }
            DriveWatch.sleep(POLL);
        }
    }

    private static List<String> table(Platform platform) {
        Instant now = Instant.now();
        return progress(platform).stream()
                .map(progress -> ProgressView.summary(progress, now))
                .toList();
    }

    private static List<DriveProgress> progress(Platform platform) {
        ProgressReader reader = new ProgressReader(platform);
        List<DriveProgress> all = new ArrayList<>();
        for (ExecutionListItem execution : new Executions(platform).newest(NEWEST)) {
            reader.read(Executions.driveOf(execution.name()), execution.executionArn())
                    .ifPresent(all::add);
        }
        return all;
    }

    private int newestAsJson(Platform platform) {
        ArrayNode array = new ObjectMapper().createArrayNode();
        Instant now = Instant.now();
        for (DriveProgress progress : progress(platform)) {
            ObjectNode node = array.addObject().put("drive", progress.driveId());
            ProgressView.json(node, progress, now);
        }
        spec.commandLine().getOut().println(array.toPrettyString());
        return ExitCode.OK;
    }

    private int one(Platform platform, Catalog.Entry entry) {
        PrintWriter out = spec.commandLine().getOut();
        String id = entry.get("driveId");
        Catalog catalog = new Catalog(platform);
        String arn = new Executions(platform).arnOf(entry);
        Optional<DriveProgress> progress = new ProgressReader(platform).read(id, arn);
        if (manner.json) {
            ObjectNode node = EntryView.json(entry);
            progress.ifPresent(found -> ProgressView.json(node, found, Instant.now()));
            catalog.topics(id)
                    .forEach(topic -> node.withArray("topicEntries").add(EntryView.json(topic)));
            catalog.clips(id)
                    .forEach(clip -> node.withArray("clipEntries").add(EntryView.json(clip)));
            out.println(node.toPrettyString());
            return ExitCode.OK;
        }
        if (manner.watch) {
            DriveProgress end =
                    new DriveWatch(platform, Screen.on(out), false, Duration.ofDays(1))
                            .follow(id, arn);
            progress = Optional.of(end);
            EntryView.print(out, catalog.drive(id).orElse(entry), catalog.topics(id));
        } else {
            EntryView.print(out, entry, catalog.topics(id));
            EntryView.printClips(out, catalog.clips(id));
            progress.ifPresent(found -> {
                out.println("execution");
                DriveWatch.look(found).forEach(out::println);
            });
        }
        if (progress.isPresent() && !progress.get().error().isEmpty()) {
            out.println("  go on with: roadloop redrive " + id);
            return manner.watch ? ExitCode.INTERNAL : ExitCode.OK;
        }
        return ExitCode.OK;
    }
}
