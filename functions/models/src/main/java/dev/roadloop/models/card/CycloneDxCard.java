package dev.roadloop.models.card;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.DatasetVersion;
import dev.roadloop.contracts.evidence.Evaluation;
import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.contracts.evidence.Latency;
import dev.roadloop.contracts.evidence.Training;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A model card for inventories of software: the `modelCard` of a CycloneDX 1.6 bill of materials.
/// What is missing is listed as properties called `roadloop:missing`.
///
/// Source: https://cyclonedx.org/docs/1.6/json/#components_items_modelCard
final class CycloneDxCard {

    private static final String PROPERTY = "roadloop:";

    private CycloneDxCard() {}

    static String of(ModelCard card) {
        String hash = card.dossier().model().hex();
        ObjectNode bom =
                Json.jackson()
                        .createObjectNode()
                        .put("bomFormat", "CycloneDX")
                        .put("specVersion", "1.6")
                        .put(
                                "serialNumber",
                                "urn:uuid:"
                                        + UUID.nameUUIDFromBytes(
                                                (card.name() + "@" + card.version() + " " + hash)
                                                        .getBytes(StandardCharsets.UTF_8)))
                        .put("version", 1);
        ObjectNode model =
                bom.putObject("metadata")
                        .putObject("component")
                        .put("type", "machine-learning-model")
                        .put("bom-ref", card.name() + "@" + card.version())
                        .put("name", card.name())
                        .put("version", card.version());
        model.putArray("hashes").addObject().put("alg", "SHA-256").put("content", hash);
        if (card.text().licence() != null) {
            model.putArray("licenses")
                    .addObject()
                    .putObject("license")
                    .put("name", card.text().licence());
        }
        ObjectNode modelCard = model.putObject("modelCard");
        parameters(modelCard.putObject("modelParameters"), card);
        metrics(modelCard.putObject("quantitativeAnalysis"), card);
        considerations(modelCard.putObject("considerations"), card);
        ArrayNode properties = modelCard.putArray("properties");
        property(properties, "decision", card.decision().verdict().name());
        property(properties, "policy", card.decision().policy());
        card.missing().forEach(label -> property(properties, "missing", label));
        return Json.pretty(bom);
    }

    private static void parameters(ObjectNode parameters, ModelCard card) {
        parameters.putObject("approach").put("type", "supervised");
        put(parameters, "task", card.text().task());
        put(parameters, "modelArchitecture", card.text().architecture());
        ArrayNode datasets = Json.jackson().createArrayNode();
        card.get(EvidenceKind.TRAINING, Training.class)
                .ifPresent(found -> dataset(datasets, found.dataset(), "training"));
        card.get(EvidenceKind.EVALUATION, Evaluation.class)
                .ifPresent(found -> dataset(datasets, found.golden(), "evaluation"));
        if (!datasets.isEmpty()) {
            parameters.set("datasets", datasets);
        }
    }

    private static void dataset(ArrayNode datasets, DatasetVersion dataset, String use) {
        datasets.addObject()
                .put("type", "dataset")
                .put("name", dataset.name() + "@" + dataset.version())
                .put("description", use + " set, manifest sha256 " + dataset.sha256().hex());
    }

    private static void metrics(ObjectNode analysis, ModelCard card) {
        ArrayNode metrics = analysis.putArray("performanceMetrics");
        card.get(EvidenceKind.EVALUATION, Evaluation.class)
                .ifPresent(found -> {
                    found.metrics()
                            .forEach((metric, value) ->
                                    metrics.addObject()
                                            .put("type", metric)
                                            .put("value", Double.toString(value)));
                    found.slices()
                            .forEach(score ->
                                    metrics.addObject()
                                            .put("type", score.metric())
                                            .put("value", Double.toString(score.value()))
                                            .put("slice", score.slice())
                                            .putObject("confidenceInterval")
                                            .put("lowerBound", Double.toString(score.low()))
                                            .put("upperBound", Double.toString(score.high())));
                });
        card.get(EvidenceKind.LATENCY, Latency.class)
                .ifPresent(found ->
                        metrics.addObject()
                                .put("type", "latency p95 ms")
                                .put("value", Double.toString(found.p95Millis()))
                                .put("slice", found.machine()));
    }

    private static void considerations(ObjectNode considerations, ModelCard card) {
        if (card.text().intendedUse() != null) {
            considerations.putArray("useCases").add(card.text().intendedUse());
        }
        if (card.text().limitations() != null) {
            considerations.putArray("technicalLimitations").add(card.text().limitations());
        }
    }

    private static void put(ObjectNode node, String name, @Nullable String value) {
        if (value != null) {
            node.put(name, value);
        }
    }

    private static void property(ArrayNode properties, String name, String value) {
        properties.addObject().put("name", PROPERTY + name).put("value", value);
    }
}
