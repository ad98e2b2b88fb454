/// MP4 and QuickTime files of cameras, read as recordings: each access unit of the H.264 or HEVC
/// video is a message of compressed video. Nothing is decoded here.
///
/// Start at [dev.roadloop.sensorlog.mp4.Mp4], then [dev.roadloop.sensorlog.mp4.Mp4Recording].
@NullMarked
package dev.roadloop.sensorlog.mp4;

import org.jspecify.annotations.NullMarked;
