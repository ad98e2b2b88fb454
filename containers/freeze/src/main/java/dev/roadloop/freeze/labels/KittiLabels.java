package dev.roadloop.freeze.labels;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads KITTI's object labels: `label_2/<name>.txt`, a line for each object with 15 columns (type,
/// truncation, occlusion, alpha, left, top, right, bottom, and what belongs to the 3D box), beside
/// `image_2/<name>.png` or `.jpg`. `DontCare` is a region that is not to be judged, whatever the
/// class. A file may have [#MAX_LINES]. Source: readme.txt of the object development kit.
final class KittiLabels {
    static final String LABELS = "label_2";
    static final String IMAGES = "image_2";
    static final int MAX_LINES = 10_000;

    private static final long MAX_BYTES = 4 << 20;
    private static final int COLUMNS = 15;
    private static final int LEFT = 4;
    private static final Pattern NUMBER =
            Pattern.compile("[-+]?(\\d{1,30}\\.?\\d{0,30}|\\.\\d{1,30})([eE][-+]?\\d{1,3})?");

    private KittiLabels() {}

    static LabelSource read(Path folder, String source, Predicate<Path> isThere, Faults faults)
            throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder.resolve(LABELS))) {
            files =
                    listed.filter(file -> file.getFileName().toString().endsWith(".txt"))
                            .sorted()
                            .toList();
        }
        if (files.isEmpty()) {
            faults.add(FaultCode.FILE_MALFORMED, folder + "/" + LABELS, "expected .txt files");
        }
        TreeSet<String> classes = new TreeSet<>();
        List<LabelledPicture> pictures = new ArrayList<>();
        for (Path file : files) {
            List<SourceLabel> labels = labels(file, faults);
            labels.stream()
                    .map(SourceLabel::className)
                    .filter(name -> !name.equals(SourceLabel.ANY))
                    .forEach(classes::add);
            Path image = image(folder, LabelSources.stem(file.getFileName().toString()), isThere);
            pictures.add(
                    new LabelledPicture(
                            image.getFileName().toString(),
                            image,
                            image,
                            0,
                            0,
                            source,
                            null,
                            null,
                            List.of(),
                            labels,
                            List.of()));
        }
        return new LabelSource(
                source, LabelFormat.KITTI, List.copyOf(classes), List.of(), pictures);
    }

    private static Path image(Path folder, String stem, Predicate<Path> isThere) {
        for (String ending : List.of(".png", ".jpg", ".jpeg")) {
            Path image = folder.resolve(IMAGES).resolve(stem + ending);
            if (isThere.test(image)) {
                return image;
            }
        }
        return folder.resolve(IMAGES).resolve(stem + ".png");
    }

    private static List<SourceLabel> labels(Path file, Faults faults) throws IOException {
        List<SourceLabel> labels = new ArrayList<>();
        String name = LABELS + "/" + file.getFileName();
        if (Files.size(file) > MAX_BYTES) {
            faults.add(FaultCode.FILE_MALFORMED, name, "expected at most " + MAX_BYTES + " bytes");
            return labels;
        }
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (number > MAX_LINES) {
                    faults.add(
                            FaultCode.FILE_MALFORMED,
                            name,
                            "expected at most " + MAX_LINES + " lines");
                    break;
                }
                if (!line.isBlank()) {
                    SourceLabel label = label(name + ": line " + number, line, faults);
                    if (label != null) {
                        labels.add(label);
                    }
                }
            }
        } catch (MalformedInputException e) {
            faults.add(FaultCode.FILE_MALFORMED, name, "expected text in UTF-8");
        }
        return labels;
    }

    private static @Nullable SourceLabel label(String where, String line, Faults faults) {
        String[] columns = line.strip().split("\\s+");
        // A sixteenth column is the score of a detection.
        if (columns.length != COLUMNS && columns.length != COLUMNS + 1) {
            faults.add(
                    FaultCode.FIELD_INVALID,
                    where,
                    "expected " + COLUMNS + " columns, found " + columns.length);
            return null;
        }
        double[] edges = new double[4];
        for (int i = 0; i < edges.length; i++) {
            String column = columns[LEFT + i];
            edges[i] = NUMBER.matcher(column).matches() ? Double.parseDouble(column) : Double.NaN;
            if (!Double.isFinite(edges[i])) {
                faults.add(
                        FaultCode.FIELD_INVALID,
                        where,
                        "expected a number in column %d, found %s"
                                .formatted(LEFT + i + 1, Faults.quoted(column)));
                return null;
            }
        }
        boolean region = columns[0].equals("DontCare");
        return new SourceLabel(
                where,
                region ? SourceLabel.ANY : columns[0],
                edges[0],
                edges[1],
                edges[2] - edges[0],
                edges[3] - edges[1],
                region);
    }
}
