package dev.roadloop.convert.image;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;

import dev.roadloop.video.Ffmpeg;
import dev.roadloop.video.JpegEncoder;
import dev.roadloop.video.VideoException;
import java.io.Closeable;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.jspecify.annotations.Nullable;

/// Encodes raw images as JPEG: 8 bits a value, in colour, grey, with a Bayer filter, or YUV 4:2:2.
/// Native memory: four pictures for each of at most [#MAX_TOPICS] topics; to be closed.
public final class RawImages implements Closeable {

    /// A JPEG's sides are at most that long.
    private static final int MOST_SIDE = 65_500;

    private static final int MAX_TOPICS = 32;

    private final Map<String, Encoder> encoders = new HashMap<>();

    /// Whether an encoding has more than 8 bits a value, which a JPEG would not keep: depth, for
    /// example.
    public static boolean isDeep(RawImage image) {
        return PixelLayout.isDeep(image.encoding());
    }

    /// Encodes an image.
    ///
    /// @param topic an image of the same topic as one before costs less
    /// @throws VideoException where the encoding is not known, its size contradicts its bytes, it
    ///   is larger than 100 million pixels, or there are too many topics
    public byte[] encode(String topic, RawImage image) throws VideoException {
        PixelLayout layout =
                PixelLayout.of(image.encoding())
                        .orElseThrow(() ->
                                new VideoException(
                                        "expected pixels in a known encoding, found \"%s\""
                                                .formatted(start(image.encoding()))));
        check(image, layout);
        Encoder encoder = encoders.get(topic);
        if (encoder != null && !encoder.fits(image, layout)) {
            encoder.close();
            encoders.remove(topic);
            encoder = null;
        }
        if (encoder == null) {
            if (encoders.size() == MAX_TOPICS) {
                throw new VideoException(
                        "at most %d topics of raw images are encoded".formatted(MAX_TOPICS));
            }
            encoder = new Encoder(image, layout);
            encoders.put(topic, encoder);
        }
        return encoder.encode(image, layout);
    }

    private static String start(String text) {
        return text.substring(0, Math.min(40, text.length()));
    }

    private static void check(RawImage image, PixelLayout layout) throws VideoException {
        long width = image.width();
        long height = image.height();
        if (width < 1 || height < 1 || width > MOST_SIDE || height > MOST_SIDE) {
            throw new VideoException(
                    "expected sides of 1 to %d pixels, found %d x %d"
                            .formatted(MOST_SIDE, width, height));
        }
        if (width * height > Ffmpeg.MAX_PIXELS) {
            throw new VideoException(
                    "expected at most %d pixels, found %d x %d"
                            .formatted(Ffmpeg.MAX_PIXELS, width, height));
        }
        if (layout.isPaired() && (width % 2 != 0 || height % 2 != 0)) {
            throw new VideoException(
                    "expected even sides for %s, found %d x %d"
                            .formatted(image.encoding(), width, height));
        }
        long row = width * layout.bytes();
        long step = image.step() == 0 ? row : image.step();
        if (step < row || step > Integer.MAX_VALUE || step * (height - 1) + row > image.length()) {
            throw new VideoException(
                    "expected %d x %d pixels of %s in rows of at least %d bytes, found rows of %d and %d bytes in all"
                            .formatted(width, height, image.encoding(), row, step, image.length()));
        }
    }

    @Override
    public void close() {
        encoders.values().forEach(Encoder::close);
        encoders.clear();
    }

    /// For one size and layout. FFmpeg takes a Bayer filter apart into RGB only as it should, so
    /// that goes first.
    private static final class Encoder implements Closeable {
        private final AVFrame frame;
        private final AVFrame colours;
        private final @Nullable SwsContext filter;
        private final JpegEncoder encoder;

        Encoder(RawImage like, PixelLayout layout) throws VideoException {
            Ffmpeg.begin();
            int width = (int) like.width();
            int height = (int) like.height();
            int range = layout.isFullRange() ? AVCOL_RANGE_JPEG : AVCOL_RANGE_MPEG;
            frame = picture(width, height, layout.format(), range);
            AVFrame colour = frame;
            SwsContext apart = null;
            try {
                if (layout.isBayer()) {
                    colour = picture(width, height, AV_PIX_FMT_RGB24, range);
                    apart =
                            sws_getContext(
                                    width,
                                    height,
                                    layout.format(),
                                    width,
                                    height,
                                    AV_PIX_FMT_RGB24,
                                    SWS_BICUBIC | SWS_ACCURATE_RND | SWS_BITEXACT,
                                    null,
                                    null,
                                    (DoublePointer) null);
                }
                encoder = new JpegEncoder(colour);
            } catch (VideoException e) {
                free(frame, colour, apart);
                throw e;
            }
            colours = colour;
            filter = apart;
        }

        private static AVFrame picture(int width, int height, int format, int range)
                throws VideoException {
            AVFrame made =
                    av_frame_alloc()
                            .width(width)
                            .height(height)
                            .format(format)
                            .colorspace(AVCOL_SPC_SMPTE170M)
                            .color_range(range);
            int taken = av_frame_get_buffer(made, 0);
            if (taken < 0) {
                av_frame_free(made);
            }
            Ffmpeg.check(taken, "taking %d x %d pixels".formatted(width, height));
            return made;
        }

        boolean fits(RawImage image, PixelLayout layout) {
            return frame.width() == image.width()
                    && frame.height() == image.height()
                    && frame.format() == layout.format();
        }

        byte[] encode(RawImage image, PixelLayout layout) throws VideoException {
            int row = (int) image.width() * layout.bytes();
            long step = image.step() == 0 ? row : image.step();
            BytePointer to = frame.data(0);
            for (int y = 0; y < image.height(); y++) {
                to.position((long) y * frame.linesize(0))
                        .put(image.array(), (int) (image.offset() + y * step), row);
            }
            if (filter != null) {
                sws_scale(
                        filter,
                        frame.data(),
                        frame.linesize(),
                        0,
                        frame.height(),
                        colours.data(),
                        colours.linesize());
            }
            return encoder.encode(colours);
        }

        private static void free(AVFrame frame, AVFrame colours, @Nullable SwsContext filter) {
            if (filter != null) {
                sws_freeContext(filter);
                av_frame_free(colours);
            }
            av_frame_free(frame);
        }

        @Override
        public void close() {
            encoder.close();
            free(frame, colours, filter);
        }
    }
}
