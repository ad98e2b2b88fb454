package dev.roadloop.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RedactionPolicy;
import dev.roadloop.vision.DetectorSettings;
import dev.roadloop.vision.Effort;
import dev.roadloop.vision.OnnxModel;
import dev.roadloop.vision.Picture;
import dev.roadloop.vision.PictureException;
import dev.roadloop.vision.PixelBox;
import dev.roadloop.vision.PrivacyDetector;
import dev.roadloop.vision.PrivacyDetectors;
import dev.roadloop.vision.PrivateKind;
import dev.roadloop.vision.PrivateRegion;
import dev.roadloop.vision.Redactor;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Measures detectors on labelled images: how many of the labelled faces and plates are destroyed,
/// by size, and how much else is.
///
/// A set is a folder with one JSON file: `images[]` with `file`, `faces[]` or `plates[]`, each with
/// `bbox_xywh` in pixels.
public final class RedactionRecall {

    private static final double LOOSE = 0.3;
    private static final double TIGHT = 0.5;
    private static final double COVERED = 0.8;

    /// Labels, of these at an IoU of 0.3, of 0.5, and covered; boxes, and of these right ones.
    private static final int COLUMNS = 6;

    private static final int[] HEIGHTS = {0, 20, 32, 64, Integer.MAX_VALUE};

    private final PrivateKind kind;
    private final List<int[]> bySize = new ArrayList<>();
    private long boxes;
    private long right;
    private long pixels;
    private long destroyed;
    private int frames;
    private long nanos;

    private RedactionRecall(PrivateKind kind) {
        this.kind = kind;
        for (int i = 1; i < HEIGHTS.length; i++) {
            bySize.add(new int[COLUMNS]);
        }
    }

    /// @param args `quick`, `thorough` or a redaction policy with its models beside it, how many
    ///   images to step over (1 takes all), then folders
    public static void main(String[] args) throws IOException, PictureException {
        DetectorSettings settings =
                switch (args[0]) {
                    case "quick" -> DetectorSettings.defaults();
                    case "thorough" -> DetectorSettings.thorough();
                    default -> policy(Path.of(args[0]));
                };
        System.out.println(
                "| set | height, px | labelled | IoU 0.3 | IoU 0.5 | 80 % covered | precision |"
                        + " boxes per image | area destroyed | CPU s per image |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        try (PrivacyDetector detector = new PrivacyDetectors(settings).create()) {
            for (int i = 2; i < args.length; i++) {
                measure(detector, Path.of(args[i]), Integer.parseInt(args[1]));
            }
        }
    }

    private static DetectorSettings policy(Path file) throws IOException {
        RedactionPolicy.Detector detector =
                Json.read(Files.readAllBytes(file), RedactionPolicy.class, file.toString())
                        .detector();
        return new DetectorSettings(
                Set.copyOf(kinds(detector.builtIn())),
                Effort.valueOf(detector.effort().toUpperCase(Locale.ROOT)),
                detector.models().stream()
                        .map(model ->
                                new OnnxModel(
                                        file.resolveSibling(
                                                model.key()
                                                        .substring(
                                                                model.key().lastIndexOf('/') + 1)),
                                        OnnxModel.Layout.valueOf(model.output()),
                                        kinds(model.kinds()),
                                        model.threshold()))
                        .toList());
    }

    private static List<PrivateKind> kinds(List<String> names) {
        return names.stream()
                .map(name -> PrivateKind.valueOf(name.toUpperCase(Locale.ROOT)))
                .toList();
    }

    private static void measure(PrivacyDetector detector, Path set, int step)
            throws IOException, PictureException {
        Path faces = set.resolve("faces.json");
        boolean hasFaces = Files.exists(faces);
        RedactionRecall figures =
                new RedactionRecall(hasFaces ? PrivateKind.FACE : PrivateKind.PLATE);
        JsonNode labels =
                new ObjectMapper()
                        .readTree(
                                Files.readAllBytes(hasFaces ? faces : set.resolve("plates.json")));
        int index = 0;
        for (JsonNode image : labels.path("images")) {
            if (index++ % step == 0) {
                figures.look(detector, set, image);
            }
        }
        figures.print(set.getFileName().toString());
    }

    private void look(PrivacyDetector detector, Path set, JsonNode image)
            throws IOException, PictureException {
        try (Picture picture =
                Picture.decode(Files.readAllBytes(set.resolve(image.path("file").asText())))) {
            int width = picture.width();
            int height = picture.height();
            long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            List<PrivateRegion> found = detector.detect(picture);
            nanos += ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin;
            List<PixelBox> all = new ArrayList<>();
            List<PixelBox> mine = new ArrayList<>();
            for (PrivateRegion region : Redactor.standard().plan(found, width, height)) {
                all.add(region.box());
                if (region.kind() == kind) {
                    mine.add(region.box());
                }
            }
            List<PixelBox> truth = new ArrayList<>();
            for (JsonNode label : image.path(kind == PrivateKind.FACE ? "faces" : "plates")) {
                JsonNode b = label.path("bbox_xywh");
                double x = b.path(0).asDouble();
                double y = b.path(1).asDouble();
                PixelBox.within(
                                width,
                                height,
                                x,
                                y,
                                x + b.path(2).asDouble(),
                                y + b.path(3).asDouble())
                        .ifPresent(truth::add);
            }
            frames++;
            pixels += (long) width * height;
            destroyed += union(all, new PixelBox(0, 0, width, height));
            boxes += mine.size();
            right += mine.stream().filter(b -> best(b, truth) >= LOOSE).count();
            for (PixelBox box : mine) {
                int[] counts = bySize.get(row(box));
                counts[4]++;
                counts[5] += best(box, truth) >= LOOSE ? 1 : 0;
            }
            truth.forEach(box -> count(box, mine, all));
        }
    }

    private void count(PixelBox truth, List<PixelBox> mine, List<PixelBox> all) {
        double iou = best(truth, mine);
        int[] counts = bySize.get(row(truth));
        counts[0]++;
        counts[1] += iou >= LOOSE ? 1 : 0;
        counts[2] += iou >= TIGHT ? 1 : 0;
        counts[3] += union(all, truth) >= COVERED * truth.area() ? 1 : 0;
    }

    private static int row(PixelBox box) {
        int row = 0;
        while (box.h() >= HEIGHTS[row + 1]) {
            row++;
        }
        return row;
    }

    private static double best(PixelBox box, List<PixelBox> others) {
        return others.stream().mapToDouble(box::iou).max().orElse(0);
    }

    /// Pixels of a box that others hold.
    private static long union(List<PixelBox> boxes, PixelBox in) {
        BitSet held = new BitSet(in.w() * in.h());
        for (PixelBox box : boxes) {
            int from = Math.max(box.x(), in.x()) - in.x();
            int to = Math.min(box.right(), in.right()) - in.x();
            for (int y = Math.max(box.y(), in.y());
                    from < to && y < Math.min(box.bottom(), in.bottom());
                    y++) {
                int row = (y - in.y()) * in.w();
                held.set(row + from, row + to);
            }
        }
        return held.cardinality();
    }

    private void print(String name) {
        int[] sum = new int[COLUMNS];
        for (int row = 0; row < bySize.size(); row++) {
            int[] counts = bySize.get(row);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += counts[i];
            }
            if (counts[0] + counts[4] > 0) {
                String height =
                        row == bySize.size() - 1
                                ? HEIGHTS[row] + " and more"
                                : HEIGHTS[row] + " to " + (HEIGHTS[row + 1] - 1);
                System.out.printf(
                        "| %s | %s | %s | %.2f | %.1f | | |%n",
                        name,
                        height,
                        recalls(counts),
                        counts[5] / (double) Math.max(1, counts[4]),
                        counts[4] / (double) frames);
            }
        }
        System.out.printf(
                "| %s, %d images | all | %s | %.2f | %.1f | %.1f %% | %.2f |%n",
                name,
                frames,
                recalls(sum),
                right / (double) Math.max(1, boxes),
                boxes / (double) frames,
                100.0 * destroyed / pixels,
                nanos / 1e9 / frames);
    }

    private static String recalls(int[] counts) {
        double all = Math.max(1, counts[0]);
        return "%d | %.2f | %.2f | %.2f"
                .formatted(counts[0], counts[1] / all, counts[2] / all, counts[3] / all);
    }
}
