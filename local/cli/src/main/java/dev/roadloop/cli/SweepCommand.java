package dev.roadloop.cli;

import dev.roadloop.cli.sweep.LocalTrials;
import dev.roadloop.cli.sweep.SweepChecks;
import dev.roadloop.cli.sweep.SweepView;
import dev.roadloop.cli.sweep.TrialRuns;
import dev.roadloop.cli.sweep.TrialSettings;
import dev.roadloop.cli.sweep.Workers;
import dev.roadloop.cli.terminal.Screen;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.SweepRequest;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.sweep.Budget;
import dev.roadloop.sweep.Entry.Opened;
import dev.roadloop.sweep.FileJournal;
import dev.roadloop.sweep.Standing;
import dev.roadloop.sweep.Sweep;
import dev.roadloop.sweep.Trial;
import dev.roadloop.sweep.report.SweepPage;
import dev.roadloop.sweep.report.SweepReport;
import dev.roadloop.sweep.spec.SweepFile;
import dev.roadloop.train.DatasetChannel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop sweep`.
@Command(
        name = "sweep",
        mixinStandardHelpOptions = true,
        description = {
            "Trains with many settings on this machine and finds the best. Reads sweep files of"
                    + " Weights & Biases: grid, random and bayes (TPE), early_terminate as ASHA."
                    + " Stopped at any time, the same command goes on.",
            "Exits with 0 if a trial ran to its end, 10 if file, dataset or all trials are refused,"
                    + " 20 if it was interrupted."
        },
        footer = {
            "",
            "Examples:",
            "  roadloop sweep sweep.yaml --dataset street --out sweep",
            "  roadloop sweep sweep.yaml --dataset street --out sweep --trials 30 --parallel 2",
            "  roadloop sweep sweep.yaml --dataset street --out sweep --device-seconds 3600"
                    + " --config smoke --set steps=200",
            "  roadloop sweep sweep.yaml --dataset street --out sweep --json | jq"
                    + " .best.configuration",
            "",
            "A sweep file:",
            "  method: bayes",
            "  run_cap: 20",
            "  metric: {name: validation_loss, goal: minimize}",
            "  parameters:",
            "    learning_rate: {distribution: log_uniform_values, min: 0.0005, max: 0.02}",
            "    batch_size: {values: [8, 16]}",
            "  early_terminate: {type: hyperband, min_iter: 2, eta: 3}"
        })
final class SweepCommand implements Callable<Integer> {

    private static final long MAX_FILE = 1 << 20;

    @Mixin private TrainingOptions training = new TrainingOptions();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "The sweep: W&B's YAML.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(
            names = "--dataset",
            required = true,
            paramLabel = "DIR",
            description = "The folder of a dataset version: manifest.json and images.")
    @SuppressWarnings("NullAway.Init")
    private Path dataset;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where journal, trials and report go; made if absent.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(
            names = "--trials",
            paramLabel = "N",
            defaultValue = "0",
            description = "Most trials; run_cap of the file by default.")
    private int most;

    @Option(
            names = "--device-seconds",
            paramLabel = "S",
            defaultValue = "0",
            description = "Begin nothing more after so many seconds of training, all together.")
    private double deviceSeconds;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "1",
            description = "Trainings at a time; ${DEFAULT-VALUE} by default.")
    private int parallel = 1;

    @Option(
            names = "--tracking",
            paramLabel = "URI",
            description = "An MLflow server: a run for the sweep, nested ones for its trials.")
    private @Nullable String tracking;

    @Option(
            names = "--experiment",
            defaultValue = "roadloop",
            description = "The experiment there; ${DEFAULT-VALUE} by default.")
    private String experiment = "roadloop";

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        WrongOption.checkRange("--parallel", parallel, 1, SweepRequest.MOST_PARALLEL);
        Budget asked = WrongOption.of(() -> new Budget(most, deviceSeconds));
        if (Files.size(file) > MAX_FILE) {
            throw new CallerException(file + ": expected at most 1 MiB");
        }
        String text = Files.readString(file);
        SweepFile read = SweepFile.parse(text, file.toString());
        SweepChecks.check(read.spec());
        Path version = DatasetChannel.find(dataset);
        if (!Files.exists(version.resolve("manifest.json"))) {
            throw new NoSuchFileException(dataset.resolve("manifest.json").toString());
        }
        read.ignored().forEach(line -> spec.commandLine().getErr().println(line));
        Map<String, String> shared = shared(version);
        Opened opened =
                new Opened(
                        text,
                        training.seed(),
                        most > 0
                                ? asked
                                : new Budget(read.spec().runCap().orElse(0), deviceSeconds),
                        new TreeMap<>(shared));
        Files.createDirectories(out);
        try (FileJournal journal = FileJournal.open(out.resolve("journal.jsonl"))) {
            Sweep sweep = Sweep.open(journal, opened);
            LocalTrials trials =
                    new LocalTrials(
                            out.toAbsolutePath(),
                            version.toAbsolutePath(),
                            new TrialSettings(shared),
                            read.spec().metric());
            return run(sweep, trials, opened);
        }
    }

    private Map<String, String> shared(Path version) throws IOException {
        Map<String, String> values = training.hyperparameters();
        values.put("dataset_digest", DatasetChannel.version(version).hex());
        return values;
    }

    private int run(Sweep sweep, LocalTrials trials, Opened opened)
            throws IOException, InterruptedException {
        Screen screen = new Screen(spec.commandLine().getErr(), !json && Screen.isTerminal());
        SweepView view =
                new SweepView(
                        screen,
                        json ? null : spec.commandLine().getErr(),
                        parallel,
                        sweep.standing(false));
        if (tracking == null) {
            return work(new Workers(sweep, trials, null, view), sweep, null, view);
        }
        String identity =
                Sha256.of(
                                (Json.text(opened) + out.toAbsolutePath())
                                        .getBytes(StandardCharsets.UTF_8))
                        .prefix(16);
        try (TrialRuns runs =
                new TrialRuns(
                        tracking,
                        experiment,
                        identity,
                        sweep.standing(false).spec().name(),
                        InstantSource.system())) {
            return work(new Workers(sweep, trials, runs, view), sweep, runs, view);
        }
    }

    private int work(Workers workers, Sweep sweep, @Nullable TrialRuns runs, SweepView view)
            throws IOException, InterruptedException {
        boolean ended;
        try {
            ended = workers.work(parallel);
        } finally {
            view.end();
        }
        Standing standing = sweep.standing(ended);
        if (ended && runs != null) {
            runs.ended(standing);
        }
        OutputFile.write(out.resolve("report.json"), Json.pretty(SweepReport.json(standing)));
        OutputFile.write(out.resolve("report.html"), SweepPage.html(standing));
        print(standing, ended);
        if (!ended) {
            return ExitCode.TRANSIENT;
        }
        return standing.best() == null ? ExitCode.BAD_INPUT : ExitCode.OK;
    }

    private void print(Standing standing, boolean ended) {
        PrintWriter to = spec.commandLine().getOut();
        if (json) {
            to.println(SweepReport.json(standing).put("ended", ended).toPrettyString());
            return;
        }
        if (!ended) {
            to.println("interrupted; the same command goes on");
        }
        Trial best = standing.best();
        if (best == null) {
            standing.trials().stream()
                    .filter(trial -> trial.message() != null)
                    .findFirst()
                    .ifPresent(trial ->
                            to.println("trial " + trial.number() + ": " + trial.message()));
            to.println("no trial has a value of " + standing.spec().metric());
        } else {
            to.printf(
                    Locale.ROOT,
                    "best %s %.4f, trial %d of %d%n",
                    standing.spec().metric(),
                    best.value(),
                    best.number(),
                    standing.trials().size());
            best.configuration()
                    .values()
                    .forEach((name, value) -> to.printf("  %-16s %s%n", name, value.asText()));
        }
        to.printf("  %-16s %s%n", "report", out.resolve("report.html"));
    }
}
