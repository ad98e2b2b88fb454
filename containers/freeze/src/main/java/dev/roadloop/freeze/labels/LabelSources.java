package dev.roadloop.freeze.labels;

import dev.roadloop.contracts.DatasetPaths;
import dev.roadloop.domain.CallerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Reads labels, whatever their format: a folder in KITTI's layout, a folder with one COCO file, a
/// COCO file, or a recording with simdrive's ground truth beside it (or a folder of such).
public final class LabelSources {
    private static final String TRUTH = ".truth.json";

    private final Path scratch;
    private final Predicate<Path> absent;
    private final Set<String> names = new HashSet<>();

    /// @param scratch an empty folder that stays as long as the pictures are needed: frames of
    ///   recordings are unpacked there
    /// @param absent whether a picture is as good as there
    public LabelSources(Path scratch, Predicate<Path> absent) {
        this.scratch = scratch;
        this.absent = absent;
    }

    /// Reads one source, which may be several drives.
    ///
    /// @param faults what is wrong is added to it
    /// @throws CallerException when there are no labels of a known format
    /// @throws IOException when a file cannot be read
    public List<LabelSource> read(Path path, Faults faults) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString());
        }
        if (!Files.isDirectory(path)) {
            return List.of(file(path, faults));
        }
        if (Files.isDirectory(path.resolve(KittiLabels.LABELS))) {
            return List.of(sorted(KittiLabels.read(path, name(path), this::isThere, faults)));
        }
        List<Path> truths = listed(path, TRUTH);
        if (!truths.isEmpty()) {
            List<LabelSource> sources = new ArrayList<>();
            for (Path truth : truths) {
                sources.add(simdrive(truth, faults));
            }
            return sources;
        }
        List<Path> documents = listed(path, ".json");
        if (documents.size() != 1) {
            throw new CallerException(
                    "%s: expected labels: one COCO file (.json), a folder %s, or <drive>%s; found %d .json files%s"
                            .formatted(
                                    path,
                                    KittiLabels.LABELS,
                                    TRUTH,
                                    documents.size(),
                                    documents.isEmpty() ? "" : "; name the one that is meant"));
        }
        return List.of(
                sorted(
                        new CocoLabels(
                                        documents.getFirst(),
                                        path,
                                        name(path),
                                        this::isThere,
                                        faults)
                                .read()));
    }

    private LabelSource file(Path file, Faults faults) throws IOException {
        String name = file.getFileName().toString();
        if (name.endsWith(TRUTH)) {
            return simdrive(file, faults);
        }
        if (name.endsWith(".json")) {
            Path folder = file.toAbsolutePath().normalize().resolve("..").normalize();
            return sorted(new CocoLabels(file, folder, name(folder), this::isThere, faults).read());
        }
        Path truth = file.resolveSibling(stem(name) + TRUTH);
        if (Files.exists(truth)) {
            return simdrive(truth, faults);
        }
        throw new CallerException(
                "%s: expected a COCO file (.json) or a recording with its ground truth in %s, found neither"
                        .formatted(file, truth.getFileName()));
    }

    private boolean isThere(Path picture) {
        return absent.test(picture) || Files.exists(picture);
    }

    private LabelSource simdrive(Path truth, Faults faults) throws IOException {
        String file = truth.getFileName().toString();
        String name = unique(file.substring(0, file.length() - TRUTH.length()));
        return sorted(
                new SimdriveLabels(truth, name, scratch.resolve(name), absent, faults).read());
    }

    /// The last name of a path, as it may stand in paths.
    private String name(Path path) {
        Path last = path.toAbsolutePath().normalize().getFileName();
        return unique(last == null ? "labels" : last.toString());
    }

    private String unique(String wanted) {
        String plain =
                wanted.toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9._-]", "-")
                        .replaceAll("^[.-]+", "");
        String base = plain.isEmpty() ? "labels" : plain;
        String name = base;
        for (int i = 2; !names.add(name); i++) {
            name = base + "-" + i;
        }
        return name;
    }

    private static LabelSource sorted(LabelSource source) {
        return new LabelSource(
                source.name(),
                source.format(),
                source.classes(),
                source.areas(),
                source.pictures().stream()
                        .sorted(Comparator.comparing(LabelledPicture::name, DatasetPaths::compare))
                        .toList());
    }

    private static List<Path> listed(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
