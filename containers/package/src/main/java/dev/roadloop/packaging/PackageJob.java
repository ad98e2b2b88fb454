package dev.roadloop.packaging;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.file.FullDisk;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.learning.checkpoint.DamagedFileException;
import dev.roadloop.learning.data.BatchMaker;
import dev.roadloop.learning.data.Sample;
import dev.roadloop.learning.detection.BoxDecoder;
import dev.roadloop.learning.network.NetworkShape;
import dev.roadloop.learning.training.TrainedNetwork;
import dev.roadloop.train.DatasetChannel;
import dev.roadloop.train.JobFolders;
import dev.roadloop.train.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// Makes a bundle of a trained model, after it has verified what it makes: ONNX Runtime answers as
/// the network does, and in eight bits as much is found. A bundle outside its tolerances is not
/// made.
///
/// Ranges for eight bits are learnt from samples that weights were fitted to or chosen by; what is
/// judged on are the samples held out.
public final class PackageJob {

    private static final long PIXELS = 1L << 30;

    private final JobFolders folders;
    private final Map<String, String> environment;
    private final int threads;
    private final Consumer<String> lines;

    /// A job in these folders: the model in the channel `model`, the dataset it was trained on in
    /// the channel `dataset`.
    ///
    /// @param environment variables that begin with `PACKAGE_`, see [PackageSettings], and `PATH`,
    ///   where [TensorRt] looks for its program
    /// @param threads that compute one answer
    /// @param lines takes a line of JSON for each event
    public PackageJob(
            JobFolders folders,
            Map<String, String> environment,
            int threads,
            Consumer<String> lines) {
        this.folders = folders;
        this.environment = Map.copyOf(environment);
        this.threads = threads;
        this.lines = lines;
    }

    /// The names of all files that a bundle may have, its statement last.
    public static List<String> files() {
        return Bundle.FILES;
    }

    /// Does the job. Never throws for bad input: the report's outcome names it. A fault of Roadloop
    /// is named and thrown.
    public PackageReport run() {
        PackageReport report;
        try {
            report = make();
        } catch (RefusedException e) {
            report = PackageReport.failed(e.outcome(), String.valueOf(e.getMessage()));
        } catch (CallerException e) {
            report =
                    PackageReport.failed(PackageOutcome.BAD_SAMPLE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            report = failed(e);
        } catch (RuntimeException | Error e) {
            told(PackageReport.failed(PackageOutcome.INTERNAL, String.valueOf(e)));
            throw e;
        }
        return told(report);
    }

    private PackageReport make() throws IOException, RefusedException {
        PackageSettings settings = PackageSettings.of(environment);
        Bundle bundle = new Bundle(folders.made());
        bundle.clear();
        Path file = folders.model().resolve(ModelFile.NAME);
        ModelFile model = model(file);
        DatasetChannel dataset = dataset(model);
        BatchMaker maker = new BatchMaker(model.shape(), PIXELS);
        Sha256 checkpoint = Sha256.of(Files.readAllBytes(file));
        // The network first: see TrainedNetwork.
        try (TrainedNetwork network = new TrainedNetwork(model.shape(), model.weights())) {
            Map<String, String> metadata = OnnxMetadata.of(model, checkpoint);
            byte[] full = network.onnx(metadata);
            say("exported", "bytes", full.length);
            try (OnnxModel answers = new OnnxModel(model.shape(), full, threads)) {
                VerifyModel verify = new VerifyModel(dataset, maker, settings, folders.reports());
                Differences differences = verify.compare(network, answers);
                say("compared", "difference", differences.largest());
                byte[] suppressed =
                        settings.nms() ? suppressing(network, model.shape(), metadata) : null;
                Suppression nms =
                        suppressed == null
                                ? null
                                : verified(network, model.shape(), verify, suppressed);
                byte[] reduced = reduce(full, dataset, model.shape(), maker, settings);
                try (OnnxModel small = new OnnxModel(model.shape(), reduced, threads)) {
                    List<SliceLoss> losses = verify.losses(answers, small);
                    List<SliceLoss> areas = verify.areas(answers, small);
                    say("judged", "pictures", verify.judged());
                    Timing latency = verify.time(answers);
                    Timing reducedLatency = verify.time(small);
                    bundle.write(full, reduced, suppressed);
                    PackageReport report =
                            new PackageReport(
                                    PackageOutcome.PACKAGED,
                                    null,
                                    Sha256.of(full).hex(),
                                    full.length,
                                    reduced.length,
                                    differences,
                                    losses,
                                    areas,
                                    verify.judged(),
                                    latency,
                                    reducedLatency,
                                    nms,
                                    engine(bundle, model.shape(), settings));
                    bundle.state(full, reduced, checkpoint, report, settings);
                    return report;
                }
            }
        }
    }

    private static BoxDecoder decoder(NetworkShape shape) {
        return BoxDecoder.forEvaluation(shape.grid(), shape.classes());
    }

    private static byte[] suppressing(
            TrainedNetwork network, NetworkShape shape, Map<String, String> metadata) {
        BoxDecoder decoder = decoder(shape);
        return network.onnx(OnnxMetadata.withSuppression(metadata, decoder), decoder);
    }

    private Suppression verified(
            TrainedNetwork network, NetworkShape shape, VerifyModel verify, byte[] onnx)
            throws RefusedException {
        try (OnnxModel model = new OnnxModel(shape, onnx, threads)) {
            verify.compare(network, model);
            Suppression found = verify.suppression(onnx, model, decoder(shape));
            say("suppressed", "difference", found.difference());
            return found;
        }
    }

    private Engine engine(Bundle bundle, NetworkShape shape, PackageSettings settings)
            throws IOException {
        Engine engine =
                new TensorRt(
                                environment.getOrDefault("PATH", ""),
                                Duration.ofSeconds(settings.tensorrtSeconds()))
                        .build(bundle.file(Bundle.MODEL), bundle.file(Bundle.ENGINE), shape.grid());
        lines.accept(
                Json.jackson()
                        .createObjectNode()
                        .put("event", "tensorrt")
                        .put("status", engine.status().name())
                        .put("message", engine.message())
                        .toString());
        return engine;
    }

    private static ModelFile model(Path file) throws IOException, RefusedException {
        if (!Files.isRegularFile(file)) {
            throw new RefusedException(
                    PackageOutcome.DAMAGED_MODEL, "channel model: there is no " + file);
        }
        try {
            return ModelFile.read(file);
        } catch (DamagedFileException | CallerException e) {
            throw new RefusedException(
                    PackageOutcome.DAMAGED_MODEL, String.valueOf(e.getMessage()));
        }
    }

    private DatasetChannel dataset(ModelFile model) throws IOException, RefusedException {
        DatasetChannel dataset;
        try {
            dataset = DatasetChannel.open(folders.dataset(), model.provenance().dataset());
        } catch (dev.roadloop.train.RefusedException e) {
            PackageOutcome outcome =
                    switch (e.outcome()) {
                        case MISSING_CHANNEL -> PackageOutcome.MISSING_CHANNEL;
                        default -> PackageOutcome.DATASET_MISMATCH;
                    };
            throw new RefusedException(outcome, String.valueOf(e.getMessage()));
        }
        DatasetManifest manifest = dataset.manifest();
        if (!manifest.classes().equals(model.classes())) {
            throw new RefusedException(
                    PackageOutcome.CLASS_MISMATCH,
                    "dataset %s: expected the model's classes %s, found %s"
                            .formatted(manifest.name(), model.classes(), manifest.classes()));
        }
        if (!manifest.areas().equals(model.areas())) {
            throw new RefusedException(
                    PackageOutcome.CLASS_MISMATCH,
                    "dataset %s: expected the model's areas %s, found %s"
                            .formatted(manifest.name(), model.areas(), manifest.areas()));
        }
        return dataset;
    }

    private byte[] reduce(
            byte[] full,
            DatasetChannel dataset,
            NetworkShape shape,
            BatchMaker maker,
            PackageSettings settings) {
        List<Sample> chosen = dataset.samples(DatasetSplit.VAL);
        List<Sample> from = chosen.isEmpty() ? dataset.samples(DatasetSplit.TRAIN) : chosen;
        List<Sample> looked = spread(from, settings.calibrationImages());
        EightBits graph = new EightBits(full);
        int[] seen = {0};
        Map<String, Range> ranges =
                new Calibration(shape, threads)
                        .ranges(
                                graph,
                                maker,
                                looked,
                                () -> step("calibration", ++seen[0], looked.size()));
        byte[] reduced = Quantiser.quantise(graph, ranges);
        say("reduced", "bytes", reduced.length);
        return reduced;
    }

    /// As many as wanted, from the whole list evenly: neighbours are frames of the same drive.
    private static List<Sample> spread(List<Sample> samples, int wanted) {
        int count = Math.min(wanted, samples.size());
        return IntStream.range(0, count)
                .mapToObj(i -> samples.get((int) ((long) i * samples.size() / count)))
                .toList();
    }

    private void step(String phase, int done, int all) {
        lines.accept(
                Json.jackson()
                        .createObjectNode()
                        .put("event", "step")
                        .put("phase", phase)
                        .put("step", done)
                        .put("steps", all)
                        .toString());
    }

    private void say(String event, String name, double number) {
        lines.accept(
                Json.jackson().createObjectNode().put("event", event).put(name, number).toString());
    }

    private PackageReport failed(IOException e) {
        return PackageReport.failed(
                FullDisk.is(e) ? PackageOutcome.DISK_FULL : PackageOutcome.STORAGE_FAILED,
                FullDisk.message(e, folders.made(), folders.output()));
    }

    private PackageReport told(PackageReport report) {
        lines.accept(
                Json.jackson()
                        .createObjectNode()
                        .put("event", "ended")
                        .put("outcome", report.outcome().name())
                        .put("message", report.message())
                        .toString());
        try {
            Files.createDirectories(folders.reports());
            OutputFile.write(folders.reports().resolve("outcome.json"), Json.pretty(report));
            return report;
        } catch (IOException e) {
            return report.outcome().succeeded() ? failed(e) : report;
        }
    }
}
