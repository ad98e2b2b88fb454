/// Video as frames: topics of compressed video and MP4 files beside a recording. Start at
/// [dev.roadloop.convert.video.VideoTopics]; [dev.roadloop.convert.video.Mp4Video] reads a file.
/// Decoded by FFmpeg's libraries (LGPL build), in native memory that the classes here own.
@NullMarked
package dev.roadloop.convert.video;

import org.jspecify.annotations.NullMarked;
