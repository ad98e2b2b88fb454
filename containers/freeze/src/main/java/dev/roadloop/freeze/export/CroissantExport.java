package dev.roadloop.freeze.export;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.LabelledArea;
import dev.roadloop.contracts.LabelledBox;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.freeze.export.ExportDataset.Exported;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Croissant 1.1 metadata (<https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html>):
/// `croissant.json` describes `samples.jsonl`, a line for each picture, and the pictures.
final class CroissantExport {
    private static final String RECORDS = "samples.jsonl";

    private CroissantExport() {}

    static Exported write(DatasetManifest manifest, PictureSource pictures, Path out)
            throws IOException {
        long boxes = 0;
        MessageDigest digest = Sha256.newDigest();
        Path records = out.resolve(RECORDS);
        try (OutputStream lines = new DigestOutputStream(OutputFile.stream(records), digest)) {
            for (DatasetSample sample : manifest.samples()) {
                lines.write(
                        (Json.text(record(manifest, sample)) + "\n")
                                .getBytes(StandardCharsets.UTF_8));
                boxes += sample.boxes().size();
                pictures.put(sample, out.resolve(sample.path()));
            }
        }
        Map<String, Object> document =
                CroissantDocument.of(
                        manifest, Files.size(records), Sha256.ofDigest(digest.digest()));
        OutputFile.write(out.resolve("croissant.json"), Json.pretty(document));
        return new Exported(manifest.samples().size(), boxes, 0);
    }

    private static Map<String, Object> record(DatasetManifest manifest, DatasetSample sample) {
        List<String> classes = new ArrayList<>();
        List<List<Double>> boxes = new ArrayList<>();
        List<Boolean> crowds = new ArrayList<>();
        for (LabelledBox box : sample.boxes()) {
            classes.add(manifest.classes().get(box.classIndex()));
            boxes.add(List.of(box.x(), box.y(), box.w(), box.h()));
            crowds.add(box.crowd());
        }
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("path", sample.path());
        record.put("sha256", sample.sha256().hex());
        record.put("split", sample.split().label());
        record.put("drive", sample.drive());
        record.put("width", sample.width());
        record.put("height", sample.height());
        record.put("classes", classes);
        record.put("boxes", boxes);
        record.put("crowds", crowds);
        if (!manifest.areas().isEmpty()) {
            addAreas(record, manifest, sample);
        }
        return record;
    }

    private static void addAreas(
            Map<String, Object> record, DatasetManifest manifest, DatasetSample sample) {
        List<String> areas = new ArrayList<>();
        List<String> inside = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        for (LabelledArea area : sample.areas()) {
            areas.add(manifest.areas().get(area.areaIndex()));
            inside.add(area.inside());
            ignored.add(area.ignored(sample.height(), sample.width()).text());
        }
        record.put("areas", areas);
        record.put("areaInside", inside);
        record.put("areaIgnored", ignored);
    }
}
