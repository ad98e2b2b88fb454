package dev.roadloop.embedded.template;

import java.nio.file.Path;

/// A file or folder that deployment would upload to the bootstrap bucket: a function's jar, a
/// template.
///
/// @param hash content hash, the key in the asset manifest
/// @param path the file, or the folder where `packaging` is `zip`
/// @param packaging `file` or `zip`
/// @param bucket name of the bucket that the template refers to
/// @param objectKey key that the template refers to
public record FileAsset(
        String hash, Path path, String packaging, String bucket, String objectKey) {}
