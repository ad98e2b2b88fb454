package dev.roadloop.video;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_H264;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_HEVC;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_get_name;
import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_get;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_make_q;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVDictionaryEntry;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.jspecify.annotations.Nullable;

/// The H.264 or HEVC video of an MP4 or QuickTime file, read from its beginning to its end.
///
/// Native memory: the file's index, which [Ffmpeg#MAX_ALLOCATION] bounds, and what [VideoDecoder]
/// takes; to be closed. The file can refer to no other.
public final class Mp4Video implements Closeable {

    private static final int NANOS_PER_SECOND = 1_000_000_000;
    private static final int MAX_PROBE_BYTES = 5 << 20;

    private final String name;
    private final AVFormatContext file;
    private final int stream;
    private final VideoDecoder decoder;

    private Mp4Video(String name, AVFormatContext file, int stream, VideoDecoder decoder) {
        this.name = name;
        this.file = file;
        this.stream = stream;
        this.decoder = decoder;
    }

    /// Opens a file.
    ///
    /// @throws VideoException where it is no MP4 with such a video, with the reason
    public static Mp4Video open(Path path) throws VideoException {
        Ffmpeg.begin();
        String name = String.valueOf(path.getFileName());
        AVFormatContext file = new AVFormatContext(null);
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "protocol_whitelist", "file", 0);
        av_dict_set(options, "format_whitelist", "mov,mp4,m4a,3gp,3g2,mj2", 0);
        av_dict_set(options, "probesize", Integer.toString(MAX_PROBE_BYTES), 0);
        int opened = avformat_open_input(file, "file:" + path.toAbsolutePath(), null, options);
        av_dict_free(options);
        if (opened < 0) {
            // What cannot be opened is freed already.
            throw new VideoException(
                    name
                            + ": expected an MP4 or QuickTime file, found one that cannot be"
                            + " opened: "
                            + Ffmpeg.error(opened));
        }
        try {
            Ffmpeg.check(
                    avformat_find_stream_info(file, (AVDictionary) null),
                    name + ": reading its streams");
            int stream = av_find_best_stream(file, AVMEDIA_TYPE_VIDEO, -1, -1, (AVCodec) null, 0);
            if (stream < 0) {
                throw new VideoException(name + ": expected a video, found none in its streams");
            }
            AVCodecParameters parameters = file.streams(stream).codecpar();
            return new Mp4Video(name, file, stream, decoder(name, parameters));
        } catch (VideoException e) {
            avformat_close_input(file);
            throw e;
        }
    }

    private static VideoDecoder decoder(String name, AVCodecParameters parameters)
            throws VideoException {
        int codec = parameters.codec_id();
        if (codec != AV_CODEC_ID_H264 && codec != AV_CODEC_ID_HEVC) {
            throw new VideoException(
                    "%s: expected H.264 or HEVC video, found %s; convert it first"
                            .formatted(name, avcodec_get_name(codec).getString()));
        }
        long pixels = (long) parameters.width() * parameters.height();
        if (pixels > Ffmpeg.MAX_PIXELS) {
            throw new VideoException(
                    "%s: pictures of %dx%d are %d pixels; at most %d are decoded"
                            .formatted(
                                    name,
                                    parameters.width(),
                                    parameters.height(),
                                    pixels,
                                    Ffmpeg.MAX_PIXELS));
        }
        return new VideoDecoder(codec, parameters);
    }

    /// When the camera says it began, to the second; empty where the file does not say.
    public Optional<Instant> created() {
        @Nullable AVDictionaryEntry entry = av_dict_get(file.metadata(), "creation_time", null, 0);
        if (entry == null) {
            return Optional.empty();
        }
        byte[] bytes = entry.value().getStringBytes();
        try {
            Instant created = Instant.parse(new String(bytes, StandardCharsets.UTF_8));
            return created.getEpochSecond() > 0 ? Optional.of(created) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// Decodes all frames, in the order in which they are shown, with the time since the file's
    /// beginning that its index gives each, to the nanosecond.
    ///
    /// @return packets that were damaged or had no time
    /// @throws VideoException where nothing more can be decoded
    public long read(FrameSink sink) throws VideoException, IOException {
        return read(sink, position -> {});
    }

    /// The same for those who watch.
    ///
    /// @param progress hears which byte of the file has been read
    /// @throws VideoException where nothing more can be decoded
    public long read(FrameSink sink, LongConsumer progress) throws VideoException, IOException {
        AVStream video = file.streams(stream);
        AVRational unit = video.time_base();
        AVRational nano = av_make_q(1, NANOS_PER_SECOND);
        AVPacket packet = av_packet_alloc();
        long[] withoutTime = new long[1];
        VideoDecoder.Frames frames =
                (timestamp, jpeg) -> {
                    if (timestamp == AV_NOPTS_VALUE) {
                        withoutTime[0]++;
                    } else {
                        sink.frame(av_rescale_q(timestamp, unit, nano), jpeg);
                    }
                };
        try {
            int read = av_read_frame(file, packet);
            while (read >= 0) {
                if (packet.stream_index() == stream) {
                    progress.accept(Math.max(0, packet.pos()));
                    decoder.decode(packet, frames);
                }
                av_packet_unref(packet);
                read = av_read_frame(file, packet);
            }
            decoder.drain(frames);
            if (read != AVERROR_EOF) {
                throw new VideoException(
                        "%s: it breaks off after %d frames: %s"
                                .formatted(name, decoder.frames(), Ffmpeg.error(read)));
            }
        } finally {
            av_packet_free(packet);
        }
        return decoder.damaged() + withoutTime[0];
    }

    @Override
    public void close() {
        decoder.close();
        avformat_close_input(file);
    }
}
