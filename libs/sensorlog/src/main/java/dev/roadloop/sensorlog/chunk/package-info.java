/// What the formats share: reading a file through a window, decompressing chunks within bounds. For
/// implementers of formats; start at [dev.roadloop.sensorlog.chunk.Window] and
/// [dev.roadloop.sensorlog.chunk.Decompressor].
@NullMarked
package dev.roadloop.sensorlog.chunk;

import org.jspecify.annotations.NullMarked;
