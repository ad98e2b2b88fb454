package dev.roadloop.embedded.template;

import java.nio.file.Path;
import java.util.Map;

/// A folder with a Dockerfile that deployment would build and push.
///
/// @param hash content hash, the key in the asset manifest
/// @param directory build context
/// @param dockerfile file name within the context
/// @param buildArgs arguments of the build
/// @param tag tag by which the template's image URIs end
public record ImageAsset(
        String hash, Path directory, String dockerfile, Map<String, String> buildArgs, String tag) {

    public ImageAsset {
        buildArgs = Map.copyOf(buildArgs);
    }
}
