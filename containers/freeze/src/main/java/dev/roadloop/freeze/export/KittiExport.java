package dev.roadloop.freeze.export;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.LabelledBox;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.freeze.export.ExportDataset.Exported;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// KITTI's object labels, a folder per split. Files are numbered; `sources.txt` says which is
/// which. Regions that are not to be judged become `DontCare`, one for a place whatever its class.
/// What only 3D labels have is written as KITTI writes the unknown: -1, -10, -1000.
final class KittiExport {
    private static final String REGION = "DontCare";

    private KittiExport() {}

    static Exported write(DatasetManifest manifest, PictureSource pictures, Path out)
            throws IOException {
        List<String> types = types(manifest);
        long boxes = 0;
        for (DatasetSplit split : manifest.counts().keySet()) {
            Path folder = out.resolve(split.label());
            Path labels = Files.createDirectories(folder.resolve("label_2"));
            int number = 0;
            try (BufferedWriter sources = OutputFile.writer(folder.resolve("sources.txt"))) {
                for (DatasetSample sample : manifest.samples()) {
                    if (sample.split() != split) {
                        continue;
                    }
                    String name = "%06d".formatted(number++);
                    sources.write(name + " " + sample.path() + "\n");
                    pictures.put(
                            sample,
                            folder.resolve("image_2")
                                    .resolve(name + ExportDataset.extension(sample.path())));
                    boxes += labels(types, sample, labels.resolve(name + ".txt"));
                }
            }
        }
        long areas = manifest.samples().stream().mapToInt(sample -> sample.areas().size()).sum();
        return new Exported(manifest.samples().size(), boxes, areas);
    }

    /// What the classes are called, in whose names there is no white space.
    private static List<String> types(DatasetManifest manifest) {
        List<String> types = new ArrayList<>();
        for (String name : manifest.classes()) {
            String type = name.replaceAll("\\s+", "_");
            if (types.contains(type) || type.equals(REGION)) {
                throw new CallerException(
                        "dataset %s: class '%s' would be '%s' in KITTI's format, which %s; name it otherwise by an ontology"
                                .formatted(
                                        manifest.name(),
                                        name,
                                        type,
                                        type.equals(REGION)
                                                ? "is a region that is not judged"
                                                : "another class is called"));
            }
            types.add(type);
        }
        return types;
    }

    private static long labels(List<String> types, DatasetSample sample, Path file)
            throws IOException {
        Set<String> lines = new LinkedHashSet<>();
        long boxes = 0;
        StringBuilder text = new StringBuilder();
        for (LabelledBox box : sample.boxes()) {
            String edges =
                    String.format(
                            Locale.ROOT,
                            "%.2f %.2f %.2f %.2f",
                            box.x(),
                            box.y(),
                            box.right(),
                            box.bottom());
            if (box.crowd()) {
                lines.add(REGION + " -1 -1 -10 " + edges + " -1 -1 -1 -1000 -1000 -1000 -10\n");
            } else {
                text.append(types.get(box.classIndex()))
                        .append(" -1 -1 -10 ")
                        .append(edges)
                        .append(" -1 -1 -1 -1000 -1000 -1000 -10\n");
                boxes++;
            }
        }
        lines.forEach(text::append);
        OutputFile.write(file, text);
        return boxes + lines.size();
    }
}
