package dev.roadloop.vision;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What lies in a folder and its sub-folders: images by their first bytes, whatever their names,
/// and by their names, whatever their bytes. So an image without an ending is looked at, and one
/// that is none is told of.
///
/// @param images in order of path
/// @param others files that are no images, in order of path
public record ImageFolder(List<Path> images, List<Path> others) {

    private static final Set<String> ENDINGS =
            Set.of(
                    "jpg", "jpeg", "png", "bmp", "gif", "tif", "tiff", "webp", "heic", "heif",
                    "avif", "ppm", "pgm");

    public ImageFolder {
        images = List.copyOf(images);
        others = List.copyOf(others);
    }

    /// Looks into a folder. Symbolic links to files are followed, those to folders are not.
    ///
    /// @param leftOut a folder that is not looked into, if it lies in this one
    /// @throws IOException if a folder cannot be read: what is in it would be left out unsaid
    public static ImageFolder of(Path folder, Path leftOut) throws IOException {
        Path skipped = leftOut.toAbsolutePath().normalize();
        List<Path> images = new ArrayList<>();
        List<Path> others = new ArrayList<>();
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
                        (isImage(file) ? images : others).add(file);
                        return FileVisitResult.CONTINUE;
                    }
                });
        images.sort(null);
        others.sort(null);
        return new ImageFolder(images, others);
    }

    /// Whether a file is an image by its name or its first bytes. One that cannot be read counts by
    /// its name.
    public static boolean isImage(Path file) {
        String name = String.valueOf(file.getFileName());
        String end = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (ENDINGS.contains(end)) {
            return true;
        }
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return PictureFormat.of(in.readNBytes(PictureFormat.HEAD)).isPresent();
        } catch (IOException e) {
            return false;
        }
    }
}
