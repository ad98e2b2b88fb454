package dev.roadloop.freeze;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.LabelledBox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/// The datasheet of a version, in Markdown, made from its manifest alone: what is in it, how it is
/// split, and what nobody has said (after T. Gebru et al., Datasheets for Datasets, 2018).
public final class Datasheet {
    private static final int MAX_SLICES = 60;

    private Datasheet() {}

    /// The datasheet of a manifest.
    public static String of(DatasetManifest manifest) {
        List<String> lines = new ArrayList<>();
        lines.add("# " + manifest.name());
        lines.add("");
        lines.add(
                "Version `" + manifest.version() + "`, tag `" + DatasetFolder.tag(manifest) + "`.");
        if (manifest.golden()) {
            lines.add("");
            lines.add("**A golden set: it is there to judge models. Do not train on it.**");
        }
        lines.add("");
        lines.add("## Composition");
        lines.add("");
        composition(manifest, lines);
        lines.add("");
        lines.add("| class | " + heads(manifest) + " | not judged |");
        lines.add("| --- |" + " ---: |".repeat(manifest.counts().size() + 1));
        classes(manifest, lines);
        lines.add("");
        lines.add("## Slices");
        lines.add("");
        slices(manifest, lines);
        lines.add("");
        lines.add("## Splits");
        lines.add("");
        lines.add(
                manifest.golden()
                        ? "All samples are to test with."
                        : "No drive, or no stretch of one, is in two splits. Pictures of different"
                                + " splits that are the same, look alike, or were taken at the same"
                                + " place and time were refused when this version was built.");
        lines.add("");
        lines.add("## Not known");
        lines.add("");
        lines.add("Who labelled the pictures and how, the licence, and the consent of those shown");
        lines.add("are not recorded in the manifest.");
        lines.add("");
        return String.join("\n", lines);
    }

    private static void composition(DatasetManifest manifest, List<String> lines) {
        TreeSet<String> drives = new TreeSet<>();
        TreeSet<String> sizes = new TreeSet<>();
        long bytes = 0;
        long boxes = 0;
        for (DatasetSample sample : manifest.samples()) {
            drives.add(sample.drive());
            sizes.add(sample.width() + "x" + sample.height());
            bytes += sample.bytes();
            boxes += sample.boxes().size();
        }
        lines.add("| what | how much |");
        lines.add("| --- | ---: |");
        lines.add("| pictures | " + manifest.samples().size() + " |");
        manifest.counts()
                .forEach((split, count) ->
                        lines.add("| pictures in " + split.label() + " | " + count + " |"));
        lines.add("| boxes | " + boxes + " |");
        lines.add("| drives | " + drives.size() + " |");
        lines.add("| megabytes | %.1f |".formatted(bytes / 1e6));
        lines.add(
                "| sizes | "
                        + (sizes.size() <= 5
                                ? String.join(", ", sizes)
                                : sizes.size() + " different ones")
                        + " |");
        List<Instant> times =
                manifest.samples().stream()
                        .map(DatasetSample::time)
                        .filter(Objects::nonNull)
                        .sorted()
                        .toList();
        lines.add(
                "| taken | "
                        + (times.isEmpty()
                                ? "not known"
                                : times.getFirst() + " to " + times.getLast())
                        + " |");
        long placed = manifest.samples().stream().filter(s -> s.place() != null).count();
        lines.add("| with a place | " + placed + " |");
        for (int i = 0; i < manifest.areas().size(); i++) {
            int index = i;
            long with =
                    manifest.samples().stream()
                            .flatMap(sample -> sample.areas().stream())
                            .filter(area -> area.areaIndex() == index)
                            .count();
            lines.add("| with the area " + cell(manifest.areas().get(i)) + " | " + with + " |");
        }
    }

    private static String heads(DatasetManifest manifest) {
        return String.join(
                " | ", manifest.counts().keySet().stream().map(DatasetSplit::label).toList());
    }

    private static void classes(DatasetManifest manifest, List<String> lines) {
        for (int i = 0; i < manifest.classes().size(); i++) {
            Map<DatasetSplit, Long> counts = new TreeMap<>();
            manifest.counts().keySet().forEach(split -> counts.put(split, 0L));
            long crowds = 0;
            for (DatasetSample sample : manifest.samples()) {
                for (LabelledBox box : sample.boxes()) {
                    if (box.classIndex() == i && box.crowd()) {
                        crowds++;
                    } else if (box.classIndex() == i) {
                        counts.merge(sample.split(), 1L, Long::sum);
                    }
                }
            }
            lines.add(
                    "| %s | %s | %d |"
                            .formatted(
                                    cell(manifest.classes().get(i)),
                                    String.join(
                                            " | ",
                                            counts.values().stream().map(String::valueOf).toList()),
                                    crowds));
        }
    }

    private static void slices(DatasetManifest manifest, List<String> lines) {
        Map<String, Integer> slices = new TreeMap<>();
        manifest.samples()
                .forEach(sample ->
                        sample.slices().forEach(slice -> slices.merge(slice, 1, Integer::sum)));
        lines.add("| slice | pictures |");
        lines.add("| --- | ---: |");
        slices.entrySet().stream()
                .limit(MAX_SLICES)
                .forEach(slice ->
                        lines.add("| " + cell(slice.getKey()) + " | " + slice.getValue() + " |"));
        if (slices.size() > MAX_SLICES) {
            lines.add("");
            lines.add("and " + (slices.size() - MAX_SLICES) + " more.");
        }
    }

    /// A foreign name as text within a table.
    private static String cell(String name) {
        return name.replaceAll("\\p{Cntrl}", " ").replaceAll("([\\\\|*_<>`\\[\\]])", "\\\\$1");
    }
}
