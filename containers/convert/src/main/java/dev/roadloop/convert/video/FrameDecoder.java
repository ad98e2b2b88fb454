package dev.roadloop.convert.video;

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
/// over. Native memory: the pictures that the stream refers to, at most 17 of [Native#MAX_PIXELS];
/// to be closed.
final class FrameDecoder implements Closeable {

    private final AVCodecContext codec;
    private final AVFrame frame = av_frame_alloc();
    private @Nullable JpegEncoder encoder;
    private long damaged;
    private long frames;

    /// Takes frames with the time stamps of their packets.
    interface Frames {
        void frame(long timestamp, byte[] jpeg) throws IOException;
    }

    /// @param codecId as FFmpeg numbers codecs
    /// @param parameters what a container says of the stream, null where there is none
    FrameDecoder(int codecId, @Nullable AVCodecParameters parameters) throws VideoException {
        Native.begin();
        AVCodec decoder = avcodec_find_decoder(codecId);
        codec = avcodec_alloc_context3(decoder);
        try {
            if (parameters != null) {
                Native.check(
                        avcodec_parameters_to_context(codec, parameters),
                        "reading the stream's parameters");
            }
            codec.thread_count(1).max_pixels(Native.MAX_PIXELS);
            Native.check(avcodec_open2(codec, decoder, (AVDictionary) null), "opening the decoder");
        } catch (VideoException e) {
            close();
            throw e;
        }
    }

    /// Decodes an access unit.
    ///
    /// @param timestamp what its frame is to be handed over with
    void decode(byte[] unit, long timestamp, Frames to) throws VideoException, IOException {
        AVPacket packet = av_packet_alloc();
        try {
            Native.check(
                    av_new_packet(packet, unit.length), "taking %d bytes".formatted(unit.length));
            packet.data().put(unit);
            packet.pts(timestamp).dts(timestamp);
            decode(packet, to);
        } finally {
            av_packet_free(packet);
        }
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
                to.frame(frame.best_effort_timestamp(), jpeg());
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
