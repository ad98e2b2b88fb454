package dev.roadloop.freeze.export;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.domain.CallerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/// Writes a version in a format of others. The same version gives the same bytes.
public final class ExportDataset {
    private ExportDataset() {}

    /// What an export could not say.
    ///
    /// @param pictures how many were written
    /// @param boxes how many were written
    /// @param leftOut regions that are not to be judged, and areas, which the format has no word
    ///   for
    public record Exported(int pictures, long boxes, long leftOut) {}

    /// Exports a version.
    ///
    /// @param out an empty folder; made if absent
    /// @throws CallerException when the folder is not empty
    /// @throws IOException when a file cannot be read or written
    public static Exported export(
            DatasetManifest manifest, PictureSource pictures, ExportFormat format, Path out)
            throws IOException {
        Files.createDirectories(out);
        try (Stream<Path> files = Files.list(out)) {
            if (files.findAny().isPresent()) {
                throw new CallerException(
                        out + ": expected an empty folder to export to, found files in it");
            }
        }
        return switch (format) {
            case COCO -> CocoExport.write(manifest, pictures, out);
            case KITTI -> KittiExport.write(manifest, pictures, out);
            case YOLO -> YoloExport.write(manifest, pictures, out);
            case WEBDATASET -> ShardExport.write(manifest, pictures, out);
            case CROISSANT -> CroissantExport.write(manifest, pictures, out);
        };
    }

    /// The end of a path's last name, dot included, in lower case.
    static String extension(String path) {
        int dot = path.lastIndexOf('.');
        return dot < 0 ? "" : path.substring(dot).toLowerCase(Locale.ROOT);
    }
}
