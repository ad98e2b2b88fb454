package dev.roadloop.packaging.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.packaging.PackageJob;
import dev.roadloop.packaging.PackageReport;
import dev.roadloop.train.JobFolders;
import dev.roadloop.train.ModelFile;
import dev.roadloop.train.cloud.BucketDataset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Packages what a training left in a bucket: fetches model and dataset version, does the
/// [PackageJob], and leaves the bundle under `models/packages/<model>/<digest>/`, its statement
/// last, and then how it ended in [RunKeys#packaging]. Objects that the training did not judge are
/// not judged here either, so that both speak of the same numbers.
public final class PackageFromBuckets {
    private static final int DIGITS = 12;
    private static final int LARGEST_DOCUMENT = 1 << 20;
    private static final String PREFIX = "PACKAGE_";
    private static final String LEAST_HEIGHT = PREFIX + "LEAST_HEIGHT";

    private final Bucket gold;
    private final Path scratch;
    private final int threads;
    private final String path;

    /// @param gold datasets, runs and packages
    /// @param scratch an empty folder with room for the dataset
    /// @param threads that compute one answer
    /// @param path where programs of the machine are, as the variable `PATH` has it
    public PackageFromBuckets(Bucket gold, Path scratch, int threads, String path) {
        this.gold = gold;
        this.scratch = scratch;
        this.threads = threads;
        this.path = path;
    }

    /// Packages.
    ///
    /// @param run the training's name
    /// @param lines takes a line of JSON for each event
    /// @throws CallerException if there is no such run
    /// @throws IOException when the scratch folder fails
    public PackageReport make(String run, Consumer<String> lines) throws IOException {
        TrainingRequest request = document(RunKeys.request(run), TrainingRequest.class);
        JsonNode trained = document(RunKeys.outcome(run), JsonNode.class);
        JobFolders folders = JobFolders.below(scratch, scratch.resolve("dataset"));
        fetch(RunKeys.model(run), folders.model());
        new BucketDataset(gold).fetch(request, folders.dataset());
        PackageReport report =
                new PackageJob(folders, settings(request, trained, path), threads, lines).run();
        ObjectNode ended = Json.jackson().createObjectNode();
        ended.put("outcome", report.outcome().name());
        String model = report.model();
        if (report.outcome().succeeded() && model != null) {
            String folder = folder(request.modelName(), new Sha256(model));
            for (String name : PackageJob.files()) {
                if (Files.exists(folders.made().resolve(name))) {
                    gold.put(folder + name, folders.made().resolve(name));
                }
            }
            ended.put("model", model);
            ended.put("folder", folder);
        } else {
            ended.put("message", report.message());
        }
        gold.put(RunKeys.packaging(run), Json.bytes(ended), "application/json");
        return report;
    }

    private static String folder(String model, Sha256 digest) {
        return "models/packages/" + model + "/" + digest.prefix(DIGITS) + "/";
    }

    private static Map<String, String> settings(
            TrainingRequest request, JsonNode trained, String path) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("PATH", path);
        settings.put(LEAST_HEIGHT, Double.toString(trained.path("leastHeight").asDouble()));
        request.packaging()
                .forEach((name, value) ->
                        settings.put(PREFIX + name.toUpperCase(Locale.ROOT), value));
        return settings;
    }

    private <T> T document(String key, Class<T> type) {
        byte[] found =
                gold.get(key, LARGEST_DOCUMENT)
                        .orElseThrow(() ->
                                new CallerException(
                                        gold.at(key)
                                                + ": expected what the training job writes, found"
                                                + " none"));
        return Json.read(found, type, gold.at(key));
    }

    /// A model that is not there is left out: the job says so.
    private void fetch(String key, Path folder) throws IOException {
        Files.createDirectories(folder);
        Optional<InputStream> content = gold.stream(key, null);
        if (content.isPresent()) {
            try (InputStream in = content.get()) {
                Files.copy(in, folder.resolve(ModelFile.NAME));
            }
        }
    }
}
