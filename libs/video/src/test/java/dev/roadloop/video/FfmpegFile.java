package dev.roadloop.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_FLAG_KEY;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_copy;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;

/// FFmpeg's own reading and writing of MP4, to compare with.
final class FfmpegFile {

    private static final int NANOS_PER_SECOND = 1_000_000_000;

    private FfmpegFile() {}

    /// A sample as FFmpeg gives it.
    ///
    /// @param nanos when it is shown, since the file's beginning
    /// @param unit the sample's bytes
    record Packet(int stream, long nanos, boolean keyframe, ByteBuffer unit) {}

    /// All packets, in the order of the file.
    static List<Packet> packets(Path file) throws VideoException {
        List<Packet> packets = new ArrayList<>();
        each(
                file,
                (stream, packet) -> {
                    byte[] unit = new byte[packet.size()];
                    packet.data().get(unit);
                    AVRational nano = av_make_q(1, NANOS_PER_SECOND);
                    packets.add(
                            new Packet(
                                    packet.stream_index(),
                                    av_rescale_q(packet.pts(), stream.time_base(), nano),
                                    (packet.flags() & AV_PKT_FLAG_KEY) != 0,
                                    ByteBuffer.wrap(unit)));
                });
        return packets;
    }

    private interface Each {
        void packet(AVStream stream, AVPacket packet) throws VideoException;
    }

    private static void each(Path file, Each each) throws VideoException {
        Ffmpeg.begin();
        AVFormatContext in = new AVFormatContext(null);
        Ffmpeg.check(avformat_open_input(in, file.toString(), null, null), "opening " + file);
        AVPacket packet = av_packet_alloc();
        try {
            while (av_read_frame(in, packet) >= 0) {
                each.packet(in.streams(packet.stream_index()), packet);
                av_packet_unref(packet);
            }
        } finally {
            av_packet_free(packet);
            avformat_close_input(in);
        }
    }

    /// Writes the first streams of some files as the tracks of another, without coding them anew.
    ///
    /// @param options of FFmpeg's MP4 muxer
    static void write(Path to, List<Path> from, Map<String, String> options) throws VideoException {
        Ffmpeg.begin();
        AVFormatContext out = new AVFormatContext(null);
        Ffmpeg.check(
                avformat_alloc_output_context2(out, null, "mp4", to.toString()), "making " + to);
        List<AVFormatContext> files = new ArrayList<>();
        List<AVPacket> packets = new ArrayList<>();
        AVDictionary settings = new AVDictionary(null);
        try {
            for (Path file : from) {
                AVFormatContext in = new AVFormatContext(null);
                Ffmpeg.check(
                        avformat_open_input(in, file.toString(), null, null), "opening " + file);
                files.add(in);
                AVStream stream = avformat_new_stream(out, null);
                avcodec_parameters_copy(stream.codecpar(), in.streams(0).codecpar());
                stream.codecpar().codec_tag(0);
                stream.time_base(in.streams(0).time_base());
                packets.addAll(packets(in, files.size() - 1));
            }
            options.forEach((name, value) -> av_dict_set(settings, name, value, 0));
            AVIOContext io = new AVIOContext(null);
            Ffmpeg.check(avio_open(io, to.toString(), AVIO_FLAG_WRITE), "writing " + to);
            out.pb(io);
            Ffmpeg.check(avformat_write_header(out, settings), "the header of " + to);
            packets.sort(Comparator.comparingLong(FfmpegFile::decoded));
            for (AVPacket packet : packets) {
                int stream = packet.stream_index();
                av_packet_rescale_ts(
                        packet,
                        files.get(stream).streams(0).time_base(),
                        out.streams(stream).time_base());
                Ffmpeg.check(av_interleaved_write_frame(out, packet), "a packet of " + to);
            }
            Ffmpeg.check(av_write_trailer(out), "the end of " + to);
            avio_closep(io);
        } finally {
            av_dict_free(settings);
            packets.forEach(packet -> av_packet_free(packet));
            files.forEach(file -> avformat_close_input(file));
            avformat_free_context(out);
        }
    }

    private static List<AVPacket> packets(AVFormatContext in, int stream) {
        List<AVPacket> packets = new ArrayList<>();
        AVPacket packet = av_packet_alloc();
        while (av_read_frame(in, packet) >= 0) {
            packet.stream_index(stream);
            packets.add(packet);
            packet = av_packet_alloc();
        }
        av_packet_free(packet);
        return packets;
    }

    private static long decoded(AVPacket packet) {
        return packet.dts();
    }
}
