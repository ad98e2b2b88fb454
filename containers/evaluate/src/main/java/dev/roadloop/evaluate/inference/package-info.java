/// Packaged models at work: pictures in, boxes out. Start at
/// [dev.roadloop.evaluate.inference.PackagedModel].
@NullMarked
package dev.roadloop.evaluate.inference;

import org.jspecify.annotations.NullMarked;
