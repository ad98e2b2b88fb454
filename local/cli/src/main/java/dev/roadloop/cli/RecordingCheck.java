package dev.roadloop.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.cli.terminal.Amounts;
import dev.roadloop.cli.terminal.Screen;
import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.TopicLedger;
import dev.roadloop.contracts.Verdict;
import dev.roadloop.domain.SensorTime;
import dev.roadloop.drivejob.RawRecording;
import dev.roadloop.inspect.Inspection;
import dev.roadloop.inspect.SensorPolicy;
import dev.roadloop.sensorlog.ReadProgress;
import dev.roadloop.sensorlog.Recordings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop recording check`: reads every message and every checksum, and judges the recording as
/// the inspection of an ingest would.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Reads all of it: prints the ledger, every damage, and what the sensor policy finds.",
            "Exits with 0 if all is well, 1 with findings, 10 if an ingest would refuse it."
        },
        footer = {
            "",
            "Examples:",
            "  roadloop recording check drive.mcap",
            "  roadloop recording check drive.mcap --policy truck.json",
            "  roadloop recording check drive.mcap --json | jq '.losses'"
        })
final class RecordingCheck implements Callable<Integer> {

    private static final double NANOS = 1e9;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            description = "The recording: a file or a directory of rosbag2.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "What the vehicle should deliver, as JSON; the bundled policy if absent.")
    private @Nullable Path policy;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        Path given = policy;
        SensorPolicy judgedBy =
                given == null
                        ? SensorPolicy.bundled()
                        : SensorPolicy.parse(Files.readAllBytes(given), given.toString());
        Inspection inspection = new Inspection(judgedBy);
        Screen screen = new Screen(spec.commandLine().getErr(), !json && Screen.isTerminal());
        try (ReadMeter meter = new ReadMeter(screen, System::nanoTime)) {
            ReadProgress progress = meter.of("checking");
            inspection.add(
                    new RawRecording(
                            String.valueOf(file.getFileName()),
                            Recordings.sizeOf(file),
                            () -> Recordings.open(file, progress)));
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(toJson(inspection, judgedBy).toPrettyString());
        } else {
            print(inspection, judgedBy, out);
        }
        return switch (inspection.verdict()) {
            case PASS -> ExitCode.OK;
            case FINDINGS -> ExitCode.FINDINGS;
            case QUARANTINE -> ExitCode.BAD_INPUT;
        };
    }

    private void print(Inspection inspection, SensorPolicy judgedBy, PrintWriter out) {
        List<TopicLedger> topics = inspection.topics();
        List<Finding> findings = inspection.findings();
        out.printf(
                "%s: %s, %s of payload, %s by policy %s%n",
                file.getFileName(),
                Amounts.count(topics.stream().mapToLong(TopicLedger::messages).sum(), "message"),
                Amounts.count(topics.stream().mapToLong(TopicLedger::bytes).sum(), "byte"),
                sentence(inspection.verdict()),
                judgedBy.label());
        int name = width(topics, TopicLedger::topic);
        int type = width(topics, TopicLedger::schema);
        String columns = "  %10s  %-" + name + "s  %-" + type + "s %9s %9s %10s%n";
        if (!topics.isEmpty()) {
            out.printf(columns, "messages", "topic", "type", "seconds", "Hz", "max gap s");
        }
        for (TopicLedger topic : topics) {
            double seconds = seconds(topic);
            out.printf(
                    columns,
                    topic.messages(),
                    topic.topic(),
                    topic.schema(),
                    "%.1f".formatted(seconds),
                    seconds > 0 ? "%.1f".formatted((topic.messages() - 1) / seconds) : "",
                    "%.3f".formatted(topic.maxGapNanos() / NANOS));
        }
        for (Finding finding : findings) {
            String topic = finding.topic();
            out.printf(
                    "  %-8s %s%s: %s%n",
                    finding.severity(),
                    finding.code(),
                    topic == null ? "" : " " + topic,
                    finding.message());
        }
    }

    private static int width(List<TopicLedger> topics, Function<TopicLedger, String> column) {
        return topics.stream().map(column).mapToInt(String::length).max().orElse(1) + 1;
    }

    private static String sentence(Verdict verdict) {
        return switch (verdict) {
            case PASS -> "passes";
            case FINDINGS -> "passes with findings";
            case QUARANTINE -> "is refused";
        };
    }

    private static double seconds(TopicLedger topic) {
        SensorTime first = topic.first();
        SensorTime last = topic.last();
        return first == null || last == null ? 0 : (last.nanos() - first.nanos()) / NANOS;
    }

    private ObjectNode toJson(Inspection inspection, SensorPolicy judgedBy) {
        ObjectMapper mapper = Json.jackson();
        ObjectNode node = mapper.createObjectNode();
        List<TopicLedger> topics = inspection.topics();
        node.put("file", file.toString())
                .put("policy", judgedBy.label())
                .put("verdict", inspection.verdict().name())
                .put("messages", topics.stream().mapToLong(TopicLedger::messages).sum())
                .put("bytes", topics.stream().mapToLong(TopicLedger::bytes).sum());
        node.set("topics", mapper.valueToTree(topics));
        node.set("losses", mapper.valueToTree(inspection.losses()));
        node.set("findings", mapper.valueToTree(inspection.findings()));
        return node;
    }
}
