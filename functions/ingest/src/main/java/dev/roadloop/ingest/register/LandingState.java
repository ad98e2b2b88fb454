package dev.roadloop.ingest.register;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.domain.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;

/// What lies in the landing bucket for an upload, at one moment.
///
/// @param objects its objects in the order of their keys
/// @param truncated whether there are more
/// @param snapshot 16 hexadecimal digits over key, size and entity tag of each: the same state
///   gives the same digits
record LandingState(List<StoredObject> objects, boolean truncated, String snapshot) {
    private static final int DIGITS = 16;

    /// Looks.
    ///
    /// @param limit how many objects to look at
    static LandingState of(Bucket landing, UploadLocation upload, int limit) {
        List<StoredObject> found;
        try (Stream<StoredObject> objects =
                upload.lone()
                        ? landing.find(upload.prefix()).stream()
                        : landing.list(upload.prefix())) {
            found = objects.limit(limit + 1L).toList();
        }
        boolean truncated = found.size() > limit;
        List<StoredObject> objects = found.subList(0, Math.min(found.size(), limit));
        MessageDigest digest = Sha256.newDigest();
        objects.forEach(object ->
                digest.update(
                        (object.key() + "\n" + object.size() + " " + object.etag() + "\n")
                                .getBytes(StandardCharsets.UTF_8)));
        return new LandingState(
                objects, truncated, Sha256.ofDigest(digest.digest()).prefix(DIGITS));
    }
}
