package dev.roadloop.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.roadloop.domain.GeoPoint;
import dev.roadloop.domain.Sha256;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A labelled picture of a dataset version.
///
/// @param path where the picture lies in a folder of the version: `images/<source>/<name>`, with
///   `/` between names
/// @param sha256 the digest of the picture's file
/// @param md5 the MD5 of the same bytes, 32 lower-case hexadecimal digits: its address in the DVC
///   store ([DatasetKeys#object])
/// @param bytes the size of the file
/// @param width columns of the decoded picture as it is stored, without turning it
/// @param height rows
/// @param split what it is for
/// @param slices the parts of the dataset that it belongs to, sorted, such as `night`, `class:car`,
///   `size:small`
/// @param drive the drive that it was taken on: no two splits share one
/// @param time when it was taken; absent where the labels do not say
/// @param place where; absent where the labels do not say
/// @param lookHash the dHash of the picture, 16 hexadecimal digits: pictures that look alike differ
///   in few bits
/// @param boxes its labels, in the order of their source
/// @param areas what is known of areas, by their indexes; absent where nothing is
public record DatasetSample(
        String path,
        Sha256 sha256,
        String md5,
        long bytes,
        int width,
        int height,
        DatasetSplit split,
        List<String> slices,
        String drive,
        @Nullable Instant time,
        @Nullable GeoPoint place,
        String lookHash,
        List<LabelledBox> boxes,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<LabelledArea> areas) {
    private static final Pattern MD5 = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern LOOK = Pattern.compile("[0-9a-f]{16}");

    /// A box may reach this far out of its picture, in pixels: what rounding does to decimals.
    private static final double SLACK = 1e-3;

    /// @throws IllegalArgumentException when a field is missing, the path leads out of its folder,
    ///   or a box out of its picture, or an area is none of its picture
    public DatasetSample {
        Required.text(path, "path");
        Required.present(sha256, "sha256");
        Required.present(split, "split");
        Required.present(slices, "slices");
        Required.text(drive, "drive");
        Required.present(boxes, "boxes");
        Required.notNegative(bytes, "bytes");
        slices = List.copyOf(slices);
        boxes = List.copyOf(boxes);
        areas = areas == null ? List.of() : List.copyOf(areas);
        DatasetPaths.check(path);
        shaped(MD5, md5, "md5", path);
        shaped(LOOK, lookHash, "lookHash", path);
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    path + ": expected at least one pixel, found " + width + "x" + height);
        }
        check(areas, path, width, height);
        for (LabelledBox box : boxes) {
            if (box.right() > width + SLACK || box.bottom() > height + SLACK) {
                throw new IllegalArgumentException(
                        "%s: expected boxes within %dx%d, found x=%s y=%s w=%s h=%s"
                                .formatted(
                                        path, width, height, box.x(), box.y(), box.w(), box.h()));
            }
        }
    }

    private static void check(List<LabelledArea> areas, String path, int width, int height) {
        int before = -1;
        for (LabelledArea area : areas) {
            if (area.areaIndex() <= before) {
                throw new IllegalArgumentException(
                        "%s: expected every area once, by index, found %d after %d"
                                .formatted(path, area.areaIndex(), before));
            }
            before = area.areaIndex();
            try {
                area.inside(height, width);
                area.ignored(height, width);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "%s: area %d: expected %s".formatted(path, before, e.getMessage()), e);
            }
        }
    }

    private static void shaped(Pattern shape, @Nullable String value, String field, String path) {
        Required.text(value, field);
        if (value != null && !shape.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "%s: the field \"%s\" is \"%s\"; expected %s"
                            .formatted(path, field, value, shape));
        }
    }
}
