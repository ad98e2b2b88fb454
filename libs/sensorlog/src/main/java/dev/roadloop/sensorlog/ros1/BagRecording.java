package dev.roadloop.sensorlog.ros1;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingFormat;
import dev.roadloop.sensorlog.Summary;
import dev.roadloop.sensorlog.chunk.ChunkSpan;
import dev.roadloop.sensorlog.chunk.TimeOrderedCursor;
import java.io.IOException;
import java.util.LongSummaryStatistics;

/// An opened bag.
final class BagRecording implements Recording {

    private final ByteSource source;
    private final BagIndex index;

    /// What any reading has found declared; grows for files without an index.
    private volatile Connections known;

    BagRecording(ByteSource source, BagIndex index) {
        this.source = source;
        this.index = index;
        this.known = index.connections();
    }

    @Override
    public String name() {
        return source.name();
    }

    @Override
    public Summary summary() {
        LongSummaryStatistics starts =
                index.chunks().stream().mapToLong(ChunkSpan::start).summaryStatistics();
        LongSummaryStatistics ends =
                index.chunks().stream().mapToLong(ChunkSpan::end).summaryStatistics();
        boolean timed = starts.getCount() > 0;
        return new Summary(
                RecordingFormat.ROS1_BAG,
                "",
                known.all(),
                index.counts(),
                timed ? (Long) starts.getMin() : null,
                timed ? (Long) ends.getMax() : null,
                index.complete());
    }

    @Override
    public MessageCursor read(ReadOptions options) throws IOException {
        return options.order() == ReadOptions.Order.LOG_TIME
                ? new TimeOrderedCursor(this::inFileOrder, options)
                : inFileOrder(options);
    }

    private BagCursor inFileOrder(ReadOptions options) {
        return new BagCursor(source, index, options, found -> known = found);
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
