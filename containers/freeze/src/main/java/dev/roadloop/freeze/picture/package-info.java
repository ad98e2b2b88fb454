/// Pictures as bytes: digests, size, look. Each is read once, and not again while it stays as it
/// is. Start at [dev.roadloop.freeze.picture.PictureScan].
@NullMarked
package dev.roadloop.freeze.picture;

import org.jspecify.annotations.NullMarked;
