package dev.roadloop.models.card;

import dev.roadloop.contracts.evidence.Comparison;
import dev.roadloop.contracts.evidence.DatasetVersion;
import dev.roadloop.contracts.evidence.Evaluation;
import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.contracts.evidence.Latency;
import dev.roadloop.contracts.evidence.Leakage;
import dev.roadloop.contracts.evidence.Packaging;
import dev.roadloop.contracts.evidence.Training;
import dev.roadloop.models.gate.Decision;
import dev.roadloop.models.gate.Dossier;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A model card: what the evidence says of a model and what people say of it. What neither says is
/// shown as missing. The same evidence makes the same bytes.
///
/// @param name the registered model's
/// @param version the model's
/// @param dossier what is known of it
/// @param decision of the gate
/// @param text what people say
public record ModelCard(
        String name, String version, Dossier dossier, Decision decision, CardText text) {

    static final String FOLDER = "card/";

    /// A part of the card.
    ///
    /// @param title its heading
    /// @param rows what it says
    record Section(String title, List<Row> rows) {
        Section {
            rows = List.copyOf(rows);
        }
    }

    /// A line of the card.
    ///
    /// @param label what it is
    /// @param value empty where nobody knows
    record Row(String label, Optional<String> value) {}

    /// The card as Markdown, HTML and CycloneDX, by path.
    public SortedMap<String, byte[]> files() {
        SortedMap<String, byte[]> files = new TreeMap<>();
        files.put(FOLDER + "model-card.md", bytes(MarkdownCard.of(this)));
        files.put(FOLDER + "model-card.html", bytes(HtmlCard.of(this)));
        files.put(FOLDER + "model-card.cdx.json", bytes(CycloneDxCard.of(this)));
        return files;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// What the card says, in its order.
    List<Section> sections() {
        return List.of(model(), use(), training(), evaluation(), comparison(), operation(), gate());
    }

    /// The labels of what nobody said.
    List<String> missing() {
        return sections().stream()
                .flatMap(section ->
                        section.rows().stream()
                                .filter(row -> row.value().isEmpty())
                                .map(row -> section.title() + ": " + row.label()))
                .toList();
    }

    private Section model() {
        Optional<Packaging> packaging = get(EvidenceKind.PACKAGING, Packaging.class);
        return new Section(
                "Model",
                List.of(
                        row("name", Optional.of(name)),
                        row("version", Optional.of(version)),
                        row("sha256", Optional.of(dossier.model().hex())),
                        row("format", packaging.map(Packaging::format)),
                        row("size", packaging.map(found -> found.bytes() + " bytes")),
                        row("checkpoint", packaging.map(found -> found.checkpoint().hex())),
                        row(
                                "difference from the checkpoint",
                                packaging.map(found -> numbers(found.differences()))),
                        row("task", said(text.task())),
                        row("architecture", said(text.architecture())),
                        row("owner", said(text.owner())),
                        row("licence", said(text.licence()))));
    }

    private Section use() {
        return new Section(
                "Use",
                List.of(
                        row("intended use", said(text.intendedUse())),
                        row("limitations", said(text.limitations()))));
    }

    private Section training() {
        Optional<Training> training = get(EvidenceKind.TRAINING, Training.class);
        return new Section(
                "Training",
                List.of(
                        row("dataset", training.map(Training::dataset).map(ModelCard::dataset)),
                        row("code", training.map(Training::codeCommit)),
                        row("image", training.map(Training::image)),
                        row("seed", training.map(found -> Long.toString(found.seed()))),
                        row("steps", training.map(found -> Long.toString(found.steps()))),
                        row(
                                "settings",
                                training.map(Training::settings)
                                        .filter(settings -> !settings.isEmpty())
                                        .map(settings ->
                                                settings.toString().replaceAll("^\\{|}$", "")))));
    }

    private Section evaluation() {
        Optional<Evaluation> evaluation = get(EvidenceKind.EVALUATION, Evaluation.class);
        List<Row> rows = new ArrayList<>();
        rows.add(row("golden set", evaluation.map(Evaluation::golden).map(ModelCard::dataset)));
        rows.add(row("samples", evaluation.map(found -> Long.toString(found.samples()))));
        rows.add(
                row(
                        "leakage from training",
                        get(EvidenceKind.LEAKAGE, Leakage.class)
                                .map(found -> found.pairs() + " pairs")));
        if (evaluation.map(found -> found.metrics().isEmpty()).orElse(true)) {
            rows.add(row("metrics", Optional.empty()));
        }
        if (evaluation.map(found -> found.slices().isEmpty()).orElse(true)) {
            rows.add(row("slices", Optional.empty()));
        }
        evaluation.ifPresent(found -> {
            found.metrics()
                    .forEach((metric, value) -> rows.add(row(metric, Optional.of(number(value)))));
            found.slices()
                    .forEach(score ->
                            rows.add(
                                    row(
                                            score.metric() + " of " + score.slice(),
                                            Optional.of(
                                                    number(score.value())
                                                            + " ("
                                                            + number(score.low())
                                                            + " to "
                                                            + number(score.high())
                                                            + ", "
                                                            + score.samples()
                                                            + " samples)"))));
        });
        return new Section("Evaluation", rows);
    }

    private Section comparison() {
        Optional<Comparison> comparison = get(EvidenceKind.COMPARISON, Comparison.class);
        List<Row> rows = new ArrayList<>();
        rows.add(
                row(
                        "model in production",
                        comparison.map(found ->
                                found.production() == null ? "none" : found.production().hex())));
        comparison.ifPresent(found ->
                found.differences()
                        .forEach(difference ->
                                rows.add(
                                        row(
                                                difference.metric() + " of " + difference.slice(),
                                                Optional.of(
                                                        signed(difference.difference())
                                                                + " ("
                                                                + signed(difference.low())
                                                                + " to "
                                                                + signed(difference.high())
                                                                + ")")))));
        return new Section("Beside production", rows);
    }

    private Section operation() {
        Optional<Latency> latency = get(EvidenceKind.LATENCY, Latency.class);
        return new Section(
                "Operation",
                List.of(
                        row("machine", latency.map(Latency::machine)),
                        row("batch", latency.map(found -> Integer.toString(found.batch()))),
                        row("latency p50", latency.map(found -> number(found.p50Millis()) + " ms")),
                        row("latency p95", latency.map(found -> number(found.p95Millis()) + " ms")),
                        row(
                                "latency p99",
                                latency.map(found -> number(found.p99Millis()) + " ms"))));
    }

    private Section gate() {
        List<Row> rows = new ArrayList<>();
        rows.add(row("policy", Optional.of(decision.policy())));
        rows.add(row("decision", Optional.of(decision.verdict().name().toLowerCase(Locale.ROOT))));
        decision.checks()
                .forEach(check ->
                        rows.add(
                                row(
                                        check.name(),
                                        Optional.of(
                                                (check.passed() ? "passed: " : "FAILED: ")
                                                        + "expected "
                                                        + check.expected()
                                                        + ", found "
                                                        + check.found()))));
        return new Section("Gate", rows);
    }

    <T extends Record> Optional<T> get(EvidenceKind kind, Class<T> as) {
        return dossier.get(kind, as);
    }

    private static Row row(String label, Optional<String> value) {
        return new Row(label, value);
    }

    private static Optional<String> said(@Nullable String text) {
        return Optional.ofNullable(text).filter(found -> !found.isBlank());
    }

    private static String dataset(DatasetVersion dataset) {
        return dataset.name() + "@" + dataset.version() + ", sha256 " + dataset.sha256().hex();
    }

    private static String numbers(Map<String, Double> numbers) {
        List<String> all = new ArrayList<>();
        numbers.forEach((key, value) -> all.add(key + " " + value));
        return all.isEmpty() ? "none" : String.join(", ", all);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }

    private static String signed(double value) {
        return String.format(Locale.ROOT, "%+.4f", value);
    }
}
