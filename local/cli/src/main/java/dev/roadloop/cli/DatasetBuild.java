package dev.roadloop.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.cli.terminal.Screen;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.freeze.BuildDataset;
import dev.roadloop.freeze.BuildOutcome;
import dev.roadloop.freeze.BuildRequest;
import dev.roadloop.freeze.DatasetFolder;
import dev.roadloop.freeze.ImportLabels;
import dev.roadloop.freeze.PublishDataset;
import dev.roadloop.freeze.PublishDataset.Published;
import dev.roadloop.freeze.dvc.DvcRemote;
import dev.roadloop.freeze.labels.Ontology;
import dev.roadloop.freeze.split.LeakRules;
import dev.roadloop.freeze.split.SplitBy;
import dev.roadloop.freeze.split.SplitPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.s3.S3Client;

/// `roadloop dataset build`.
@Command(
        name = "build",
        mixinStandardHelpOptions = true,
        description = {
            "Checks labels and pictures, splits them by drive, place or time, looks for leaks"
                    + " between the splits, and freezes them as a version: a Git and DVC repository"
                    + " with a tag. Takes COCO, KITTI (label_2, image_2), and recordings with"
                    + " simdrive's ground truth. What did not change is not read again.",
            "Exits with 0 if it is frozen, 10 if labels have faults or splits leak; all are listed."
        },
        footer = {
            "",
            "Examples:",
            "  roadloop dataset build labels/kathmandu labels/austin --out street",
            "  roadloop dataset build labels/* --out street --assign austin=test --json",
            "  roadloop dataset build labels/night --out night-golden --golden",
            "  roadloop dataset build labels/* --out street --against night-golden",
            "  roadloop dataset build labels/* --out street --remote s3://gold/dvc --endpoint-url"
                    + " http://127.0.0.1:4566"
        })
final class DatasetBuild implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "LABELS", description = "Folders or files of labels.")
    private List<Path> sources = List.of();

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The dataset's folder; a version more is added to one that is there.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(names = "--name", description = "The dataset's name; that of the folder by default.")
    private @Nullable String name;

    @Option(names = "--golden", description = "Freeze a golden set, never to be trained on.")
    private boolean golden;

    @Option(
            names = "--ontology",
            paramLabel = "FILE",
            description =
                    "Classes and what they are called in the labels, as JSON; the labels' own by"
                            + " default.")
    private @Nullable Path ontology;

    @Option(
            names = "--split-by",
            paramLabel = "WHAT",
            defaultValue = "DRIVE",
            description = "What stays together: ${COMPLETION-CANDIDATES}; a drive by default.")
    private SplitBy by = SplitBy.DRIVE;

    @Option(
            names = "--shares",
            paramLabel = "TRAIN,VAL",
            split = ",",
            hideParamSyntax = true,
            description =
                    "Per cent of samples to train on and to choose by, the rest is to test; 80,10"
                            + " by default.")
    private List<Double> shares = List.of(80.0, 10.0);

    @Option(
            names = "--assign",
            paramLabel = "DRIVE=SPLIT",
            description = "The split of a drive: train, val or test.")
    private Map<String, String> assigned = new LinkedHashMap<>();

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "Another one splits otherwise; ${DEFAULT-VALUE} by default.")
    private long seed;

    @Option(
            names = "--against",
            paramLabel = "DIR",
            description = "A golden set that the dataset must share nothing with.")
    private List<String> goldenSets = List.of();

    @Option(
            names = "--alike",
            paramLabel = "BITS",
            defaultValue = "" + LeakRules.ALIKE_BITS,
            description =
                    "How many of the 64 bits of two pictures' dHash may differ for them to look"
                            + " alike, up to 11; -1 not to compare; ${DEFAULT-VALUE} by default.")
    private int alike;

    @Option(
            names = "--remote",
            paramLabel = "URL",
            description =
                    "Send the version there, from where DVC clients fetch it:"
                            + " s3://bucket/prefix. Credentials are those of the environment.")
    private @Nullable String remote;

    @Option(names = "--endpoint-url", paramLabel = "URL", description = "Where S3 is, if not AWS.")
    private @Nullable String endpoint;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        WrongOption.checkRange("--alike", alike, -1, LeakRules.MOST_ALIKE_BITS);
        SplitPlan plan = WrongOption.of(this::plan);
        BuildMeter meter =
                new BuildMeter(
                        new Screen(spec.commandLine().getErr(), !json && Screen.isTerminal()));
        BuildRequest request = request(plan);
        BuildOutcome outcome =
                new BuildDataset(
                                out,
                                Clock.systemUTC(),
                                Runtime.getRuntime().availableProcessors(),
                                meter)
                        .build(request);
        DvcRemote target = request.remote();
        Published published =
                outcome instanceof BuildOutcome.Frozen frozen && target != null
                        ? publish(frozen, target, meter)
                        : null;
        meter.clear();
        PrintWriter to = spec.commandLine().getOut();
        return switch (outcome) {
            case BuildOutcome.Frozen frozen -> {
                if (json) {
                    ObjectNode node = FrozenView.node(frozen);
                    if (published != null) {
                        node.put("sent", published.sent()).put("present", published.present());
                    }
                    to.println(node.toPrettyString());
                } else {
                    FrozenView.print(frozen, to);
                    if (published != null) {
                        to.printf(
                                "  remote     %d contents sent, %d were there%n",
                                published.sent(), published.present());
                    }
                }
                yield ExitCode.OK;
            }
            case BuildOutcome.Refused refused -> {
                if (json) {
                    to.println(FaultTable.json(refused.faults()).toPrettyString());
                } else {
                    FaultTable.print(refused.faults(), to);
                }
                yield ExitCode.BAD_INPUT;
            }
            case BuildOutcome.Leaking leaking -> {
                if (json) {
                    to.println(FaultTable.json(leaking.leaks()).toPrettyString());
                } else {
                    FaultTable.print(leaking.leaks(), to);
                }
                yield ExitCode.BAD_INPUT;
            }
        };
    }

    /// With the credentials of the environment, as the AWS CLI and DVC take them.
    private Published publish(BuildOutcome.Frozen frozen, DvcRemote target, BuildMeter meter)
            throws IOException {
        Map<String, String> env = new HashMap<>(System.getenv());
        if (target.endpoint() != null) {
            env.put("AWS_ENDPOINT_URL", target.endpoint());
            env.putIfAbsent("AWS_REGION", env.getOrDefault("AWS_DEFAULT_REGION", "us-east-1"));
        }
        try (S3Client s3 = AwsClients.from(env).s3();
                DatasetFolder folder = DatasetFolder.existing(out)) {
            return new PublishDataset(new Bucket(s3, target.bucket()), target.prefix(), meter)
                    .publish(folder, frozen.manifest(), Map.of());
        }
    }

    private BuildRequest request(SplitPlan plan) throws IOException {
        List<DatasetManifest> sets = new ArrayList<>();
        for (String set : goldenSets) {
            try (DatasetVersion version = DatasetVersion.open(set)) {
                sets.add(version.manifest());
            }
        }
        String named = name == null ? out.toAbsolutePath().normalize().getFileName() + "" : name;
        return new BuildRequest(
                new DatasetName(named),
                golden,
                sources,
                ontology == null
                        ? null
                        : Ontology.read(Files.readAllBytes(ontology), ontology.toString()),
                plan,
                alike,
                sets,
                sources.stream().map(ImportLabels::index).toList(),
                Map.of(),
                remote == null ? null : new DvcRemote(remote, endpoint));
    }

    private SplitPlan plan() {
        if (shares.size() != 2) {
            throw new WrongOption("--shares: expected two numbers such as 80,10, found " + shares);
        }
        Map<String, DatasetSplit> splits = new LinkedHashMap<>();
        assigned.forEach((drive, split) -> splits.put(drive, split(split)));
        return new SplitPlan(
                by,
                shares.get(0) / 100,
                shares.get(1) / 100,
                SplitPlan.DEFAULT.stretch(),
                SplitPlan.DEFAULT.gap(),
                seed,
                splits);
    }

    private static DatasetSplit split(String label) {
        for (DatasetSplit split : DatasetSplit.values()) {
            if (split.label().equals(label)) {
                return split;
            }
        }
        throw new WrongOption("--assign: expected train, val or test, found '" + label + "'");
    }
}
