package dev.roadloop.ingest.catalog;

import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.GeoPoint;
import dev.roadloop.domain.TopicKey;
import dev.roadloop.domain.UploadId;
import dev.roadloop.domain.VehicleId;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The keys of the catalog's table: `pk` and `sk`, and `gsi1pk` and `gsi1sk` of its index.
///
/// | item | pk | sk | gsi1pk | gsi1sk |
/// | --- | --- | --- | --- | --- |
/// | drive | `DRIVE#<id>` | `META` | `DRIVES` | `<start>#<id>` |
/// | topic | `DRIVE#<id>` | `TOPIC#<name>` | `TOPIC#<name>` | `<id>` |
/// | clip | `DRIVE#<id>` | `CLIP#<index>` | `CLIPS#<geohash>` | `<start>#<id>#<index>` |
/// | registration | `DRIVE#<id>` | `REGISTRATION` | – | – |
/// | upload | `UPLOAD#<vehicle>/<upload>` | `META` | – | – |
public final class CatalogKeys {
    /// The sort key of a drive's and an upload's own item.
    public static final String META = "META";

    /// The sort key of a drive's registration.
    public static final String REGISTRATION = "REGISTRATION";

    /// The index partition of all drives.
    public static final String DRIVES = "DRIVES";

    /// Room for a name in a sort key, which DynamoDB limits to 1,024 bytes.
    private static final int MAX_TOPIC_BYTES = 900;

    private static final int CLIPS_GEOHASH_DIGITS = 5;

    private CatalogKeys() {}

    /// The partition of a drive.
    public static String drive(DriveId drive) {
        return "DRIVE#" + drive;
    }

    /// The partition of an upload, which has the names of [DriveKeys#upload].
    public static String upload(VehicleId vehicle, UploadId upload) {
        return "UPLOAD#" + vehicle + "/" + upload;
    }

    /// The sort key of a clip.
    ///
    /// @param index the clip's number in its drive
    public static String clip(int index) {
        return "CLIP#%06d".formatted(index);
    }

    /// The index partition of the clips of a place of about 4.9 km.
    ///
    /// @param place where the clip is; null where that is not known
    public static String clips(@Nullable GeoPoint place) {
        return "CLIPS#" + (place == null ? "-" : place.geohash(CLIPS_GEOHASH_DIGITS));
    }

    /// The sort key of a topic, and its partition in the index. A name that is too long is cut as
    /// [TopicKey] cuts it.
    public static String topic(String name) {
        boolean fits = name.getBytes(StandardCharsets.UTF_8).length <= MAX_TOPIC_BYTES;
        return "TOPIC#" + (fits ? name : TopicKey.of(name));
    }
}
