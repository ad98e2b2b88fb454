package dev.roadloop.vision;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/// Redacts the images of a folder and its sub-folders into another folder.
///
/// Images without finds are copied byte by byte. What cannot be decoded is named in the result and
/// never copied. Files that are no images by name are left out. Memory: one decoded image per
/// thread.
public final class FolderRedaction {

    private static final Set<String> READ = Set.of("jpg", "jpeg", "png");
    private static final Set<String> IMAGES =
            Set.of("bmp", "gif", "tif", "tiff", "webp", "heic", "heif", "avif", "ppm", "pgm");

    private final FrameRedaction frames;
    private final PrivacyDetectors detectors;
    private final int threads;

    /// What happened to an image.
    public sealed interface Outcome {}

    /// It was written.
    ///
    /// @param destroyed regions that were destroyed, none if the image kept its bytes
    public record Redacted(List<PrivateRegion> destroyed) implements Outcome {
        public Redacted {
            destroyed = List.copyOf(destroyed);
        }
    }

    /// It was not written.
    ///
    /// @param reason what was expected and found
    public record Refused(String reason) implements Outcome {}

    /// @param threads images worked on at the same time, at least 1
    public FolderRedaction(PrivacyDetectors detectors, FrameRedaction frames, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("expected at least one thread, found " + threads);
        }
        this.detectors = detectors;
        this.frames = frames;
        this.threads = threads;
    }

    /// The images below a folder, in order of name; a folder inside it can be left out.
    public static List<Path> images(Path folder, Path leftOut) throws IOException {
        Path skipped = leftOut.toAbsolutePath().normalize();
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(
                folder,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes a) {
                        return dir.toAbsolutePath().normalize().equals(skipped)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
                        String end = ending(file);
                        if (READ.contains(end) || IMAGES.contains(end)) {
                            found.add(file);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        found.sort(null);
        return found;
    }

    /// Redacts images.
    ///
    /// @param images files below the folder
    /// @param progress told how many are done, from any thread
    /// @return what happened, by path relative to the folder with `/` between names, in order
    /// @throws IOException if a file cannot be read or written
    public Map<String, Outcome> redact(
            Path folder, List<Path> images, Path into, IntConsumer progress)
            throws IOException, InterruptedException {
        Map<String, Outcome> outcomes = new TreeMap<>();
        ConcurrentLinkedQueue<Path> waiting = new ConcurrentLinkedQueue<>(images);
        List<Callable<Map<String, Outcome>>> workers = new ArrayList<>();
        AtomicInteger done = new AtomicInteger();
        for (int i = 0; i < Math.min(threads, Math.max(1, images.size())); i++) {
            workers.add(() -> {
                Map<String, Outcome> mine = new TreeMap<>();
                try (PrivacyDetector detector = detectors.create()) {
                    for (Path image = waiting.poll(); image != null; image = waiting.poll()) {
                        String name = name(folder, image);
                        mine.put(name, one(detector, image, into.resolve(name)));
                        progress.accept(done.incrementAndGet());
                    }
                } finally {
                    waiting.clear();
                }
                return mine;
            });
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(workers.size())) {
            for (Future<Map<String, Outcome>> worker : pool.invokeAll(workers)) {
                outcomes.putAll(worker.get());
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException(
                    folder + ": a worker failed: " + e.getCause(), e.getCause());
        }
        return outcomes;
    }

    private Outcome one(PrivacyDetector detector, Path image, Path target) throws IOException {
        FrameRedaction.Result result;
        try {
            result = frames.redact(Files.readAllBytes(image), detector);
        } catch (PictureException e) {
            return new Refused(String.valueOf(e.getMessage()));
        }
        Files.createDirectories(target.toAbsolutePath().getParent());
        Files.write(target, result.encoded());
        return new Redacted(result.destroyed());
    }

    private static String name(Path folder, Path image) {
        return folder.relativize(image).toString().replace('\\', '/');
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
