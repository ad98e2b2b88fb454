package dev.roadloop.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_BITEXACT;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.FF_QP2LAMBDA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BITEXACT;
import static org.bytedeco.ffmpeg.global.swscale.SWS_CS_ITU601;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getCoefficients;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale;
import static org.bytedeco.ffmpeg.global.swscale.sws_setColorspaceDetails;

import java.io.Closeable;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;

/// Encodes decoded pictures as JPEG: full range, BT.601, as JFIF wants it. The same picture gives
/// the same bytes. Native memory: two pictures; to be closed. For one thread, and one size of
/// picture.
public final class JpegEncoder implements Closeable {

    /// Quantiser scale, 2 (best) to 31; 3 is about quality 92.
    private static final int SCALE = 3;

    private static final int UNITY = 1 << 16;

    private final AVCodecContext codec;
    private final AVFrame picture;
    private final AVPacket packet;
    private final SwsContext scaler;
    private final int format;

    /// An encoder for pictures like this one.
    ///
    /// @throws VideoException where its format cannot be converted or memory is short
    public JpegEncoder(AVFrame like) throws VideoException {
        format = like.format();
        codec = avcodec_alloc_context3(avcodec_find_encoder(AV_CODEC_ID_MJPEG));
        picture = av_frame_alloc();
        packet = av_packet_alloc();
        codec.width(like.width())
                .height(like.height())
                .pix_fmt(AV_PIX_FMT_YUVJ420P)
                .color_range(AVCOL_RANGE_JPEG)
                .time_base(av_make_q(1, 1))
                .thread_count(1)
                .flags(AV_CODEC_FLAG_QSCALE | AV_CODEC_FLAG_BITEXACT)
                .global_quality(FF_QP2LAMBDA * SCALE);
        picture.width(like.width())
                .height(like.height())
                .format(AV_PIX_FMT_YUVJ420P)
                .color_range(AVCOL_RANGE_JPEG)
                .quality(FF_QP2LAMBDA * SCALE);
        scaler =
                sws_getContext(
                        like.width(),
                        like.height(),
                        like.format(),
                        like.width(),
                        like.height(),
                        AV_PIX_FMT_YUVJ420P,
                        SWS_BICUBIC | SWS_ACCURATE_RND | SWS_BITEXACT,
                        null,
                        null,
                        (DoublePointer) null);
        try {
            Ffmpeg.check(
                    avcodec_open2(codec, codec.codec(), (AVDictionary) null),
                    "opening the JPEG encoder for " + like.width() + "x" + like.height());
            Ffmpeg.check(av_frame_get_buffer(picture, 0), "allocating a picture");
            if (scaler == null) {
                throw new VideoException("pictures of format " + format + " cannot be converted");
            }
        } catch (VideoException e) {
            close();
            throw e;
        }
        sws_setColorspaceDetails(
                scaler,
                sws_getCoefficients(like.colorspace()),
                like.color_range() == AVCOL_RANGE_JPEG ? 1 : 0,
                sws_getCoefficients(SWS_CS_ITU601),
                1,
                0,
                UNITY,
                UNITY);
    }

    /// Whether this encoder is for pictures like that one.
    boolean fits(AVFrame frame) {
        return frame.width() == codec.width()
                && frame.height() == codec.height()
                && frame.format() == format;
    }

    /// Encodes a picture.
    ///
    /// @throws VideoException where that fails
    public byte[] encode(AVFrame frame) throws VideoException {
        sws_scale(
                scaler,
                frame.data(),
                frame.linesize(),
                0,
                frame.height(),
                picture.data(),
                picture.linesize());
        Ffmpeg.check(avcodec_send_frame(codec, picture), "encoding a picture");
        Ffmpeg.check(avcodec_receive_packet(codec, packet), "encoding a picture");
        byte[] jpeg = new byte[packet.size()];
        packet.data().get(jpeg);
        av_packet_unref(packet);
        return jpeg;
    }

    @Override
    public void close() {
        avcodec_free_context(codec);
        av_frame_free(picture);
        av_packet_free(packet);
        if (scaler != null) {
            sws_freeContext(scaler);
        }
    }
}
