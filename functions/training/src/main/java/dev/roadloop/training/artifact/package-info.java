/// Files that runs log, in the gold bucket. Start at [dev.roadloop.training.artifact.ArtifactApi].
///
/// Small files pass through the function; large ones go to and from S3 directly, by URLs that the
/// server signs, since a function takes and gives at most 6 MB.
@NullMarked
package dev.roadloop.training.artifact;

import org.jspecify.annotations.NullMarked;
