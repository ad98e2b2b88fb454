package dev.roadloop.freeze.export;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.LabelledArea;
import dev.roadloop.contracts.LabelledBox;
import dev.roadloop.freeze.export.ExportDataset.Exported;
import dev.roadloop.sensorlog.shard.ShardWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// WebDataset shards, some for each split: a picture and a JSON for each sample. A shard has up to
/// [#MAX_SAMPLES] samples or [#MAX_BYTES] of pictures, and at least one.
final class ShardExport {
    static final int MAX_SAMPLES = 1_000;
    static final long MAX_BYTES = 256 << 20;

    private ShardExport() {}

    static Exported write(DatasetManifest manifest, PictureSource pictures, Path out)
            throws IOException {
        long boxes = 0;
        for (DatasetSplit split : manifest.counts().keySet()) {
            List<DatasetSample> shard = new ArrayList<>();
            long bytes = 0;
            int number = 0;
            for (DatasetSample sample : manifest.samples()) {
                if (sample.split() != split) {
                    continue;
                }
                boolean full = shard.size() == MAX_SAMPLES || bytes + sample.bytes() > MAX_BYTES;
                if (full && !shard.isEmpty()) {
                    shard(manifest, shard, pictures, out, split, number++);
                    shard.clear();
                    bytes = 0;
                }
                shard.add(sample);
                bytes += sample.bytes();
                boxes += sample.boxes().size();
            }
            shard(manifest, shard, pictures, out, split, number);
        }
        return new Exported(manifest.samples().size(), boxes, 0);
    }

    private static void shard(
            DatasetManifest manifest,
            List<DatasetSample> samples,
            PictureSource pictures,
            Path out,
            DatasetSplit split,
            int number)
            throws IOException {
        Path file = out.resolve("%s-%06d.tar".formatted(split.label(), number));
        try (ShardWriter tar = new ShardWriter(file)) {
            for (int i = 0; i < samples.size(); i++) {
                DatasetSample sample = samples.get(i);
                String key = "%s-%06d-%06d".formatted(split.label(), number, i);
                String extension = ExportDataset.extension(sample.path());
                tar.add(key + extension, Files.readAllBytes(pictures.file(sample)));
                tar.add(key + ".json", Json.bytes(document(manifest, sample)));
            }
        }
    }

    /// Masks are COCO's runs as text, over the picture's size.
    private static List<Map<String, Object>> areas(DatasetManifest manifest, DatasetSample sample) {
        List<Map<String, Object>> areas = new ArrayList<>();
        for (LabelledArea area : sample.areas()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("area", manifest.areas().get(area.areaIndex()));
            one.put("inside", area.inside());
            if (area.ignored() != null) {
                one.put("ignored", area.ignored());
            }
            areas.add(one);
        }
        return areas;
    }

    private static Map<String, Object> document(DatasetManifest manifest, DatasetSample sample) {
        List<Map<String, Object>> boxes = new ArrayList<>();
        for (LabelledBox box : sample.boxes()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("class", manifest.classes().get(box.classIndex()));
            one.put("classIndex", box.classIndex());
            one.put("bbox", List.of(box.x(), box.y(), box.w(), box.h()));
            one.put("crowd", box.crowd());
            boxes.add(one);
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("dataset", manifest.name().value());
        document.put("version", manifest.version().hex());
        document.put("path", sample.path());
        document.put("sha256", sample.sha256().hex());
        document.put("width", sample.width());
        document.put("height", sample.height());
        document.put("drive", sample.drive());
        document.put("slices", sample.slices());
        document.put("boxes", boxes);
        if (!sample.areas().isEmpty()) {
            document.put("areas", areas(manifest, sample));
        }
        return document;
    }
}
