package dev.roadloop.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_flush_buffers;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import java.io.Closeable;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/// The brightness of JPEGs, decoded at a half, a quarter or an eighth of their size where that
/// leaves at least [#LEAST_WIDTH] columns; of the smaller sizes only the lower frequencies are
/// transformed, which is several times faster. Native memory: one reduced picture; to be closed.
public final class ReducedJpeg implements Closeable {

    private static final int LEAST_WIDTH = 160;
    private static final int MOST_HALVINGS = 3;
    private static final int START_OF_IMAGE = 0xffd8;

    private final AVFrame frame;
    private final AVPacket packet;
    private @Nullable AVCodecContext codec;
    private int halvings;

    /// A reader that has read nothing yet.
    public ReducedJpeg() {
        Ffmpeg.begin();
        frame = av_frame_alloc();
        packet = av_packet_alloc();
    }

    /// Reads a picture, in place of the one before.
    ///
    /// @return false where it is no JPEG, is damaged beyond decoding or has more than 100 million
    ///   pixels
    public boolean read(byte[] jpeg) {
        boolean starts =
                jpeg.length > 2 && ((jpeg[0] & 0xff) << 8 | jpeg[1] & 0xff) == START_OF_IMAGE;
        if (!starts) {
            return false;
        }
        if (codec == null) {
            open(0);
            if (!decode(jpeg)) {
                return false;
            }
            int wanted = 0;
            while (wanted < MOST_HALVINGS && frame.width() >> wanted + 1 >= LEAST_WIDTH) {
                wanted++;
            }
            if (wanted == 0) {
                return true;
            }
            open(wanted);
        }
        return decode(jpeg);
    }

    private void open(int reduced) {
        free();
        AVCodec decoder = avcodec_find_decoder(AV_CODEC_ID_MJPEG);
        AVCodecContext opened = avcodec_alloc_context3(decoder);
        opened.thread_count(1).lowres(reduced).max_pixels(Ffmpeg.MAX_PIXELS);
        if (avcodec_open2(opened, decoder, (AVDictionary) null) < 0) {
            avcodec_free_context(opened);
            throw new IllegalStateException("FFmpeg's own JPEG decoder does not open");
        }
        codec = opened;
        halvings = reduced;
    }

    private boolean decode(byte[] jpeg) {
        AVCodecContext opened = codec;
        if (opened == null || av_new_packet(packet, jpeg.length) < 0) {
            return false;
        }
        packet.data().put(jpeg);
        int sent = avcodec_send_packet(opened, packet);
        av_packet_unref(packet);
        boolean decoded = sent >= 0 && avcodec_receive_frame(opened, frame) >= 0;
        if (!decoded) {
            avcodec_flush_buffers(opened);
        }
        return decoded && frame.width() > 0 && frame.height() > 0;
    }

    /// Columns of the reduced picture.
    public int width() {
        return frame.width();
    }

    /// Its rows.
    public int height() {
        return frame.height();
    }

    /// How often width and height were halved.
    int halvings() {
        return halvings;
    }

    /// Copies the brightness of a row: of [#width] columns, 0 to 255.
    public void row(int y, byte[] into) {
        frame.data(0).getPointer((long) y * frame.linesize(0)).get(into, 0, frame.width());
    }

    private void free() {
        AVCodecContext opened = codec;
        if (opened != null) {
            avcodec_free_context(opened);
            codec = null;
        }
    }

    @Override
    public void close() {
        free();
        av_frame_free(frame);
        av_packet_free(packet);
    }
}
