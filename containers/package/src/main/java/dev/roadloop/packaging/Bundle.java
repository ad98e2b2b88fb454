package dev.roadloop.packaging;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.contracts.evidence.Packaging;
import dev.roadloop.contracts.evidence.Statement;
import dev.roadloop.contracts.evidence.Statement.Subject;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.file.OutputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The files of a packaged model, written so that `packaging.json` is there only when the others
/// are.
///
/// `packaging.json` is an in-toto statement about `model.onnx`, which the gate in front of
/// production reads as evidence of packaging.
final class Bundle {

    static final String MODEL = "model.onnx";
    static final String REDUCED = "model-int8.onnx";
    static final String SUPPRESSED = "model-nms.onnx";
    static final String ENGINE = "model.engine";
    static final String PACKAGING = "packaging.json";

    /// All that a bundle may have, its statement last.
    static final List<String> FILES = List.of(MODEL, REDUCED, SUPPRESSED, ENGINE, PACKAGING);

    private final Path folder;

    Bundle(Path folder) {
        this.folder = folder;
    }

    /// Where a file of it is or will be.
    Path file(String name) {
        return folder.resolve(name);
    }

    /// Takes away what a job before has left, so that nothing is taken for this one's.
    void clear() throws IOException {
        Files.createDirectories(folder);
        for (String name : FILES.reversed()) {
            Files.deleteIfExists(folder.resolve(name));
        }
    }

    /// Writes the models.
    ///
    /// @param suppressed the one that chooses boxes itself; absent if there is none
    void write(byte[] full, byte[] reduced, byte @Nullable [] suppressed) throws IOException {
        put(MODEL, full);
        put(REDUCED, reduced);
        if (suppressed != null) {
            put(SUPPRESSED, suppressed);
        }
    }

    /// Says what they are.
    ///
    /// @param checkpoint digest of the file with the weights
    void state(
            byte[] full,
            byte[] reduced,
            Sha256 checkpoint,
            PackageReport report,
            PackageSettings settings)
            throws IOException {
        put(PACKAGING, Json.pretty(statement(full, reduced, checkpoint, report, settings)));
    }

    private static Statement statement(
            byte[] full,
            byte[] reduced,
            Sha256 checkpoint,
            PackageReport report,
            PackageSettings settings) {
        Packaging packaging =
                new Packaging("onnx", full.length, checkpoint, named(report.differences()));
        Statement statement =
                Statement.about(
                        Subject.of(MODEL, Sha256.of(full)), EvidenceKind.PACKAGING, packaging);
        ObjectNode said = statement.predicate();
        said.putPOJO("latency", report.latency());
        ObjectNode small = said.putObject("int8");
        small.put("file", REDUCED);
        small.put("sha256", Sha256.of(reduced).hex());
        small.put("bytes", reduced.length);
        small.putPOJO("latency", report.reducedLatency());
        small.put("judged", report.judged());
        small.putPOJO("slices", report.slices());
        if (!report.areas().isEmpty()) {
            small.putPOJO("areas", report.areas());
        }
        if (report.nms() != null) {
            said.putPOJO("nms", report.nms());
        }
        said.putPOJO("settings", settings);
        said.putPOJO("tensorrt", report.tensorrt());
        return statement;
    }

    private static Map<String, Double> named(@Nullable Differences differences) {
        Map<String, Double> named = new TreeMap<>();
        if (differences != null) {
            named.put("boxes", differences.boxes());
            named.put("scores", differences.scores());
            Double areas = differences.areas();
            if (areas != null) {
                named.put("areas", areas);
            }
        }
        return named;
    }

    private void put(String name, byte[] bytes) throws IOException {
        Path part = Files.createTempFile(folder, name, ".part");
        try {
            OutputFile.write(part, bytes);
            Files.move(
                    part,
                    folder.resolve(name),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private void put(String name, String text) throws IOException {
        put(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
