package dev.roadloop.video;

import java.nio.charset.StandardCharsets;
import org.bytedeco.ffmpeg.global.avutil;

/// What all users of FFmpeg's libraries here agree on.
public final class Ffmpeg {

    /// Most pixels of a picture.
    public static final long MAX_PIXELS = 100_000_000;

    /// The largest piece of native memory that FFmpeg may take at once: a picture of [#MAX_PIXELS].
    /// What a hostile file declares beyond that fails as a lack of memory.
    static final long MAX_ALLOCATION = 320L << 20;

    static {
        avutil.av_max_alloc(MAX_ALLOCATION);
        avutil.av_log_set_level(avutil.AV_LOG_QUIET);
    }

    private Ffmpeg() {}

    /// Makes sure that the bounds hold. To be called before anything is allocated.
    public static void begin() {
        // The initialiser has done it.
    }

    /// Checks the result of a call.
    ///
    /// @param what for the message: what was done
    /// @throws VideoException where it failed
    public static int check(int result, String what) throws VideoException {
        if (result < 0) {
            throw new VideoException(what + " failed: " + error(result));
        }
        return result;
    }

    /// An error's text.
    static String error(int code) {
        byte[] text = new byte[128];
        avutil.av_strerror(code, text, text.length);
        int end = 0;
        while (end < text.length && text[end] != 0) {
            end++;
        }
        return new String(text, 0, end, StandardCharsets.UTF_8) + " (" + code + ")";
    }
}
