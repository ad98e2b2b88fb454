package dev.roadloop.freeze.export;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.LabelledBox;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.freeze.export.ExportDataset.Exported;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// Ultralytics' YOLO layout: a text file per picture, a line per box with its class and its centre
/// and size as shares of the picture's. Files are numbered; `sources.txt` says which is which. YOLO
/// has no word for regions that are not to be judged: they are left out, and counted.
final class YoloExport {
    private YoloExport() {}

    static Exported write(DatasetManifest manifest, PictureSource pictures, Path out)
            throws IOException {
        long boxes = 0;
        long leftOut = 0;
        int number = 0;
        // Ultralytics reads no description without train and val, nor one of a folder that is not
        // there.
        for (DatasetSplit split : DatasetSplit.values()) {
            Files.createDirectories(out.resolve("images").resolve(split.label()));
            Files.createDirectories(out.resolve("labels").resolve(split.label()));
        }
        try (BufferedWriter sources = OutputFile.writer(out.resolve("sources.txt"))) {
            for (DatasetSample sample : manifest.samples()) {
                String split = sample.split().label();
                String name = "%06d".formatted(number++);
                sources.write(split + "/" + name + " " + sample.path() + "\n");
                pictures.put(
                        sample,
                        out.resolve("images")
                                .resolve(split)
                                .resolve(name + ExportDataset.extension(sample.path())));
                leftOut += sample.areas().size();
                StringBuilder text = new StringBuilder();
                for (LabelledBox box : sample.boxes()) {
                    if (box.crowd()) {
                        leftOut++;
                    } else {
                        boxes++;
                        text.append(line(box, sample));
                    }
                }
                OutputFile.write(out.resolve("labels").resolve(split).resolve(name + ".txt"), text);
            }
        }
        OutputFile.write(out.resolve("data.yaml"), description(manifest));
        return new Exported(manifest.samples().size(), boxes, leftOut);
    }

    private static String line(LabelledBox box, DatasetSample sample) {
        return String.format(
                Locale.ROOT,
                "%d %.8f %.8f %.8f %.8f\n",
                box.classIndex(),
                (box.x() + box.w() / 2) / sample.width(),
                (box.y() + box.h() / 2) / sample.height(),
                box.w() / sample.width(),
                box.h() / sample.height());
    }

    /// JSON strings are YAML strings. Without `path` the folders are beside the description,
    /// wherever that is read from.
    private static String description(DatasetManifest manifest) {
        StringBuilder yaml = new StringBuilder();
        for (DatasetSplit split : DatasetSplit.values()) {
            yaml.append(split.label()).append(": images/").append(split.label()).append('\n');
        }
        yaml.append("names:\n");
        for (int i = 0; i < manifest.classes().size(); i++) {
            yaml.append("  %d: %s\n".formatted(i, Json.text(manifest.classes().get(i))));
        }
        return yaml.toString();
    }
}
