package dev.roadloop.convert.image;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BAYER_BGGR8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BAYER_GBRG8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BAYER_GRBG8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BAYER_RGGB8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGR24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_BGRA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_UYVY422;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUYV422;

import java.util.Optional;

/// How the pixels of a raw image's encoding lie, as FFmpeg calls it.
///
/// Source: sensor_msgs/image_encodings.hpp, foxglove.RawImage.
///
/// @param format FFmpeg's number
/// @param bytes of a pixel in a row
/// @param isBayer whether each pixel has one colour only
/// @param isPaired whether width and height must be even
/// @param isFullRange whether brightness goes from 0 to 255 rather than from 16 to 235
record PixelLayout(int format, int bytes, boolean isBayer, boolean isPaired, boolean isFullRange) {

    /// The layout of an encoding.
    ///
    /// @param encoding in lower case
    /// @return empty where it is not known, or has more than 8 bits a value
    static Optional<PixelLayout> of(String encoding) {
        return switch (encoding) {
            case "mono8", "8uc1" -> Optional.of(plain(AV_PIX_FMT_GRAY8, 1));
            case "bgr8", "8uc3" -> Optional.of(plain(AV_PIX_FMT_BGR24, 3));
            case "rgb8" -> Optional.of(plain(AV_PIX_FMT_RGB24, 3));
            case "bgra8", "8uc4" -> Optional.of(plain(AV_PIX_FMT_BGRA, 4));
            case "rgba8" -> Optional.of(plain(AV_PIX_FMT_RGBA, 4));
            case "bayer_rggb8" -> Optional.of(bayer(AV_PIX_FMT_BAYER_RGGB8));
            case "bayer_bggr8" -> Optional.of(bayer(AV_PIX_FMT_BAYER_BGGR8));
            case "bayer_gbrg8" -> Optional.of(bayer(AV_PIX_FMT_BAYER_GBRG8));
            case "bayer_grbg8" -> Optional.of(bayer(AV_PIX_FMT_BAYER_GRBG8));
            case "yuv422", "uyvy", "yuv422_uyvy" ->
                    Optional.of(new PixelLayout(AV_PIX_FMT_UYVY422, 2, false, true, false));
            case "yuv422_yuy2", "yuyv", "yuy2" ->
                    Optional.of(new PixelLayout(AV_PIX_FMT_YUYV422, 2, false, true, false));
            default -> Optional.empty();
        };
    }

    private static PixelLayout plain(int format, int bytes) {
        return new PixelLayout(format, bytes, false, false, true);
    }

    private static PixelLayout bayer(int format) {
        return new PixelLayout(format, 1, true, true, true);
    }

    /// Whether an encoding has more than 8 bits a value: depth, or a camera that sees more than a
    /// JPEG shows.
    static boolean isDeep(String encoding) {
        return encoding.contains("16") || encoding.contains("32") || encoding.contains("64");
    }
}
