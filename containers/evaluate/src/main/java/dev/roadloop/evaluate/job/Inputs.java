package dev.roadloop.evaluate.job;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.DatasetKeys;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.DatasetVersion;
import dev.roadloop.contracts.evidence.Packaging;
import dev.roadloop.contracts.evidence.Statement;
import dev.roadloop.contracts.evidence.Training;
import dev.roadloop.contracts.qualification.QualificationKeys;
import dev.roadloop.contracts.qualification.QualificationRequest;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.evaluate.inference.PackagedModel;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/// The documents that an evaluation rests on, each checked against the others.
final class Inputs {
    private static final int MOST_DOCUMENT = 1 << 20;
    private static final int MOST_MANIFEST = 512 << 20;
    private static final int MOST_MODEL = 1 << 30;
    private static final Set<String> TRAINED = Set.of("COMPLETED", "STOPPED_EARLY");

    private final Bucket gold;
    private final Bucket golden;

    Inputs(Bucket gold, Bucket golden) {
        this.gold = gold;
        this.golden = golden;
    }

    QualificationRequest request(String id) {
        if (!id.matches("[A-Za-z0-9_-]{1,80}")) {
            throw new CallerException(
                    "qualification id \"" + id + "\": expected 1 to 80 of A-Z a-z 0-9 _ -");
        }
        String key = QualificationKeys.request(id);
        QualificationRequest request =
                Json.read(document(gold, key), QualificationRequest.class, gold.at(key));
        if (!request.id().equals(id)) {
            throw new CallerException(
                    gold.at(key) + ": expected the id " + id + ", found " + request.id());
        }
        return request;
    }

    /// A packaged model's file.
    byte[] model(String key) {
        return gold.get(key, MOST_MODEL)
                .orElseThrow(() ->
                        new CallerException(
                                gold.at(key) + " does not exist; package the model first"));
    }

    DatasetManifest golden(QualificationRequest request) {
        return manifest(golden, request.golden(), request.goldenVersion());
    }

    DatasetManifest learntFrom(QualificationRequest request, Training training) {
        return manifest(gold, request.trainedOn(), training.dataset().sha256());
    }

    private static DatasetManifest manifest(Bucket bucket, DatasetName name, Sha256 version) {
        String key = DatasetKeys.manifest(name, version);
        byte[] json =
                bucket.get(key, MOST_MANIFEST)
                        .orElseThrow(() ->
                                new CallerException(
                                        bucket.at(key) + " does not exist; publish the version"));
        DatasetManifest manifest = Json.read(json, DatasetManifest.class, bucket.at(key));
        if (!manifest.name().equals(name)
                || !manifest.version().equals(version)
                || !manifest.digest().equals(version)) {
            throw new CallerException(
                    "%s: expected %s %s, found %s %s whose content is %s"
                            .formatted(
                                    bucket.at(key),
                                    name,
                                    version,
                                    manifest.name(),
                                    manifest.version(),
                                    manifest.digest()));
        }
        return manifest;
    }

    /// How the model was trained, by its run's outcome, which must be that of the packaged model.
    Training training(QualificationRequest request, PackagedModel model) {
        String source = gold.at(request.run());
        JsonNode outcome = tree(document(gold, request.run()), source);
        String ended = outcome.path("outcome").asText("nothing");
        if (!TRAINED.contains(ended)) {
            throw new CallerException(
                    source + ": expected a training that made a model, found " + ended);
        }
        JsonNode provenance = outcome.path("provenance");
        same(source, model, "roadloop.dataset", provenance.path("dataset").asText(""));
        same(source, model, "roadloop.code", provenance.path("codeCommit").asText(""));
        return new Training(
                version(request.trainedOn(), new Sha256(provenance.path("dataset").asText(""))),
                provenance.path("codeCommit").asText(""),
                provenance.path("imageDigest").asText(""),
                provenance.path("seed").asLong(),
                outcome.path("step").asLong(),
                Map.of("weights", model.metadata("roadloop.weights")));
    }

    private static void same(String source, PackagedModel model, String key, String recorded) {
        if (recorded.isEmpty() || !recorded.equals(model.metadata(key))) {
            throw new CallerException(
                    "%s: expected what the model %s says of itself, %s=\"%s\", found \"%s\"; name the run that it was packaged from"
                            .formatted(source, model.name(), key, model.metadata(key), recorded));
        }
    }

    /// What packaging says of the model, as a statement or as what one says.
    Packaging packaging(QualificationRequest request, PackagedModel model, long bytes) {
        String source = gold.at(request.packaging());
        byte[] json = document(gold, request.packaging());
        Packaging packaging;
        if (tree(json, source).has("_type")) {
            Statement statement = Json.read(json, Statement.class, source);
            if (!statement.isAbout(model.digest())) {
                throw new CallerException(
                        source
                                + " is about "
                                + statement.subject().getFirst().sha256()
                                + "; expected the model "
                                + model.digest());
            }
            packaging = statement.predicate(Packaging.class);
        } else {
            packaging = Json.read(json, Packaging.class, source);
        }
        if (packaging.bytes() != bytes) {
            throw new CallerException(
                    "%s: expected a model of %d bytes, as %s has, found %d"
                            .formatted(source, bytes, model.name(), packaging.bytes()));
        }
        return packaging;
    }

    static DatasetVersion version(DatasetName name, Sha256 version) {
        return new DatasetVersion(name.value(), version.prefix(12), version);
    }

    private static byte[] document(Bucket bucket, String key) {
        return bucket.get(key, MOST_DOCUMENT)
                .orElseThrow(() -> new CallerException(bucket.at(key) + " does not exist"));
    }

    private static JsonNode tree(byte[] json, String source) {
        try {
            return Json.jackson().readTree(json);
        } catch (JacksonException e) {
            throw new CallerException(source + " is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new CallerException(source + " cannot be read: " + e.getMessage(), e);
        }
    }
}
