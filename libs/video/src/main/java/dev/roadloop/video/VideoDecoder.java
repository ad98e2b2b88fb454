package dev.roadloop.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import java.io.Closeable;
import java.io.IOException;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/// Decodes one stream of H.264 or HEVC to JPEGs. Packets that are damaged are counted and passed
/// over. Native memory: the pictures that the stream refers to, at most 17 of [Ffmpeg#MAX_PIXELS];
/// to be closed.
public final class VideoDecoder implements Closeable {

    private final AVCodecContext codec;
    private final AVFrame frame = av_frame_alloc();
    private @Nullable JpegEncoder encoder;
    private long damaged;
    private long frames;

    /// Takes frames with the time stamps of their packets.
    public interface Frames {
        /// @throws IOException what the taker throws
        void frame(long timestamp, byte[] jpeg) throws IOException;
    }

    /// A decoder for the stream of a recording's topic.
    ///
    /// @param format `h264`, `h265` or `hevc`
    /// @throws VideoException for another, or when the decoder does not open
    public static VideoDecoder of(String format) throws VideoException {
        return switch (format) {
            case "h264" -> new VideoDecoder(AV_CODEC_ID_H264, null);
            case "h265", "hevc" -> new VideoDecoder(AV_CODEC_ID_HEVC, null);
            default ->
                    throw new VideoException(
                            "expected the format h264 or h265, found \"%s\""
                                    .formatted(format.substring(0, Math.min(40, format.length()))));
        };
    }

    /// @param codecId as FFmpeg numbers codecs
    /// @param parameters what a container says of the stream, null where there is none
    VideoDecoder(int codecId, @Nullable AVCodecParameters parameters) throws VideoException {
        Ffmpeg.begin();
        AVCodec decoder = avcodec_find_decoder(codecId);
        codec = avcodec_alloc_context3(decoder);
        try {
            if (parameters != null) {
                Ffmpeg.check(
                        avcodec_parameters_to_context(codec, parameters),
                        "reading the stream's parameters");
            }
            codec.thread_count(1).max_pixels(Ffmpeg.MAX_PIXELS);
            Ffmpeg.check(avcodec_open2(codec, decoder, (AVDictionary) null), "opening the decoder");
        } catch (VideoException e) {
            close();
            throw e;
        }
    }

    /// Decodes an access unit.
    ///
    /// @param timestamp what its frame is to be handed over with
    /// @throws VideoException when nothing more can be decoded
    /// @throws IOException what `to` throws
    public void decode(byte[] unit, long timestamp, Frames to) throws VideoException, IOException {
        AVPacket packet = av_packet_alloc();
        try {
            Ffmpeg.check(
                    av_new_packet(packet, unit.length), "taking %d bytes".formatted(unit.length));
            packet.data().put(unit);
            packet.pts(timestamp).dts(timestamp);
            decode(packet, to);
        } finally {
            av_packet_free(packet);
        }
    }

    /// Decodes what is held back for frames that are shown earlier. To be called once, at the end.
    ///
    /// @throws VideoException when nothing more can be decoded
    /// @throws IOException what `to` throws
    public void drain(Frames to) throws VideoException, IOException {
        decode((AVPacket) null, to);
    }

    /// Decodes a packet, or with null what the decoder still holds.
    void decode(@Nullable AVPacket packet, Frames to) throws VideoException, IOException {
        int sent = avcodec_send_packet(codec, packet);
        if (sent < 0 && packet != null) {
            damaged++;
        }
        while (true) {
            int received = avcodec_receive_frame(codec, frame);
            if (received == AVERROR_EAGAIN() || received == AVERROR_EOF) {
                return;
            }
            if (received < 0) {
                damaged++;
                return;
            }
            try {
                // Its own packet's, also where packets are not stamped in the order of showing.
                long own = frame.pts();
                to.frame(own == AV_NOPTS_VALUE ? frame.best_effort_timestamp() : own, jpeg());
                frames++;
            } finally {
                av_frame_unref(frame);
            }
        }
    }

    private byte[] jpeg() throws VideoException {
        JpegEncoder current = encoder;
        if (current != null && !current.fits(frame)) {
            current.close();
            current = null;
            encoder = null;
        }
        if (current == null) {
            current = new JpegEncoder(frame);
            encoder = current;
        }
        return current.encode(frame);
    }

    /// Packets that could not be decoded.
    long damaged() {
        return damaged;
    }

    /// Frames that were decoded.
    long frames() {
        return frames;
    }

    @Override
    public void close() {
        avcodec_free_context(codec);
        av_frame_free(frame);
        if (encoder != null) {
            encoder.close();
            encoder = null;
        }
    }
}
