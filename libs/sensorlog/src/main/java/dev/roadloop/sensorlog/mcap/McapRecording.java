package dev.roadloop.sensorlog.mcap;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.ExtraSink;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingFormat;
import dev.roadloop.sensorlog.Summary;
import dev.roadloop.sensorlog.chunk.TimeOrderedCursor;
import java.io.IOException;
import java.util.Map;

/// An opened MCAP file.
final class McapRecording implements Recording {

    private final ByteSource source;
    private final McapIndex index;

    /// What any reading has found declared; grows for files without a summary.
    private volatile Channels known;

    McapRecording(ByteSource source, McapIndex index) {
        this.source = source;
        this.index = index;
        this.known = index.channels();
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Summary summary() {
        McapRecord.Statistics statistics = index.statistics();
        McapRecord.Statistics times =
                statistics == null || statistics.messageCount() == 0 ? null : statistics;
        return new Summary(
                RecordingFormat.MCAP,
                index.library(),
                known.all(),
                statistics == null ? Map.of() : statistics.channelMessageCounts(),
                times == null ? null : times.messageStartTime(),
                times == null ? null : times.messageEndTime(),
                !index.chunks().isEmpty());
    }

    @Override
    public MessageCursor read(ReadOptions options) throws IOException {
        return options.order() == ReadOptions.Order.LOG_TIME
                ? new TimeOrderedCursor(this::inFileOrder, options)
                : inFileOrder(options);
    }

    private FileOrderCursor inFileOrder(ReadOptions options) {
        return new FileOrderCursor(source, index, options, found -> known = found);
    }

    @Override
    public void readExtras(ExtraSink sink) throws IOException {
        ExtraReader.read(source, sink);
    }

    @Override
    public LossReport losses() {
        return index.losses();
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
