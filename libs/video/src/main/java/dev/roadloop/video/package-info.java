/// Video and JPEG by FFmpeg's libraries (LGPL build), in native memory that the classes here own.
/// [dev.roadloop.video.Mp4Video] reads a file, [dev.roadloop.video.VideoDecoder] a stream of a
/// recording.
@NullMarked
package dev.roadloop.video;

import org.jspecify.annotations.NullMarked;
