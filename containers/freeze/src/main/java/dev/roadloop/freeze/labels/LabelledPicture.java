package dev.roadloop.freeze.labels;

import dev.roadloop.domain.GeoPoint;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A picture and what its source says of it.
///
/// @param name within its source, with `/` between names
/// @param file where it lies
/// @param origin where it comes from: its file, or of a frame that was unpacked, its name below
///   that of its recording
/// @param width as the source says, 0 where it does not
/// @param height as the source says, 0 where it does not
/// @param drive the drive it is of
/// @param time when it was taken, if the source says so
/// @param place where, if the source says so
/// @param tags what else the source says: `night`, `rain`
/// @param labels its boxes, in the order of the source
/// @param areas its areas, likewise
public record LabelledPicture(
        String name,
        Path file,
        Path origin,
        int width,
        int height,
        String drive,
        @Nullable Instant time,
        @Nullable GeoPoint place,
        List<String> tags,
        List<SourceLabel> labels,
        List<SourceArea> areas) {
    /// Copies the lists.
    public LabelledPicture {
        tags = List.copyOf(tags);
        labels = List.copyOf(labels);
        areas = List.copyOf(areas);
    }
}
