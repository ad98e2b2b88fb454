package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossRecorder;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.chunk.DecompressionException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Streams the table of messages, one row in memory. In file order, which is that of row ids, a
/// damaged part of the table is stepped over by [SqliteDamage]. By log time, damage ends the
/// stream, and the report says so.
final class SqliteCursor implements MessageCursor, Message {

    private final SqliteRecording recording;
    private final ReadOptions options;
    private final Connection connection;
    private final Statement statement;
    private final SqliteQuery query;
    private final SqliteDamage damage;
    private final LossRecorder losses = new LossRecorder();
    private final MessageUnpacker unpacker;
    private @Nullable ResultSet rows;
    private @Nullable Topic topic;

    /// Of the last row.
    private long id;

    private boolean started;

    /// Rows, whether their messages could be shown or not.
    private long read;

    private long bytesRead;

    private long logTime;
    private ByteBuffer data = ByteBuffer.allocate(0);
    private boolean ended;

    SqliteCursor(SqliteRecording recording, ReadOptions options) throws IOException {
        this.recording = recording;
        this.options = options;
        this.query = new SqliteQuery(options, recording.topics().values());
        losses.addAll(recording.losses());
        try {
            this.connection = recording.connect();
            this.statement = connection.createStatement();
        } catch (SQLException e) {
            throw new IOException(
                    recording.name() + ": cannot be opened again: " + e.getMessage(), e);
        }
        this.damage = new SqliteDamage(recording, query, connection, options.wantsAll());
        this.unpacker = new MessageUnpacker(options.maxChunkBytes());
    }

    private boolean byTime() {
        return options.order() == ReadOptions.Order.LOG_TIME;
    }

    @Override
    public boolean next() throws IOException {
        topic = null;
        while (!ended && topic == null) {
            try {
                ResultSet open = rows;
                if (open == null) {
                    open = statement.executeQuery(query.rows(started ? id + 1 : Long.MIN_VALUE));
                    rows = open;
                }
                ended = !open.next();
                if (!ended) {
                    take(open);
                }
            } catch (SQLException e) {
                rows = null;
                stepOver(e);
            }
            if (ended && !byTime()) {
                damage.unseen(read).ifPresent(losses::add);
            }
        }
        return topic != null;
    }

    private void take(ResultSet row) throws SQLException {
        long rowId = row.getLong(1);
        long topicId = row.getLong(2);
        long time = row.getLong(3);
        byte[] bytes = row.getBytes(4);
        // Damaged pages can lead round in circles.
        boolean byOtherTime = byTime() && time != logTime;
        if (started && (byOtherTime ? time < logTime : rowId <= id)) {
            throw new SQLException("row %d comes after row %d".formatted(rowId, id));
        }
        started = true;
        read++;
        id = rowId;
        logTime = time;
        Optional<Topic> found = recording.topic(topicId);
        if (found.isEmpty()) {
            lose(
                    Loss.Reason.UNKNOWN_TOPIC,
                    null,
                    "is of topic %d, which is not declared".formatted(topicId));
        } else if (bytes == null) {
            long length = row.getLong(5);
            boolean none = row.wasNull();
            lose(
                    none ? Loss.Reason.MALFORMED : Loss.Reason.TOO_LARGE,
                    found.get(),
                    none
                            ? "has no data"
                            : "has %d bytes, and no more than %d are read"
                                    .formatted(length, options.maxChunkBytes()));
        } else {
            bytesRead += bytes.length;
            show(found.get(), bytes);
        }
    }

    private void show(Topic shown, byte[] bytes) {
        try {
            data = unpacker.unpack(ByteBuffer.wrap(bytes)).order(ByteOrder.LITTLE_ENDIAN);
            topic = shown;
        } catch (DecompressionException e) {
            lose(Loss.Reason.BAD_COMPRESSION, shown, "cannot be decompressed: " + e.getMessage());
        }
    }

    private void lose(Loss.Reason reason, @Nullable Topic of, String what) {
        losses.add(
                new Loss(
                        reason,
                        0,
                        0,
                        of == null ? null : of.name(),
                        1L,
                        "%s: the message in row %d %s".formatted(recording.name(), id, what)));
    }

    private void stepOver(SQLException found) throws IOException {
        if (byTime()) {
            ended = true;
            losses.add(
                    new Loss(
                            Loss.Reason.MALFORMED,
                            0,
                            0,
                            null,
                            null,
                            "%s: messages after time %d cannot be read by time: %s; in file order there may be more"
                                    .formatted(recording.name(), logTime, found.getMessage())));
            return;
        }
        SqliteDamage.Gap gap = damage.stepOver(started ? id : 0, found);
        losses.add(gap.loss());
        ended = gap.nextId() == Long.MAX_VALUE;
        started = true;
        id = gap.nextId() - 1;
    }

    @Override
    public Message message() {
        if (topic == null) {
            throw new IllegalStateException("the cursor stands on no message");
        }
        return this;
    }

    @Override
    public Topic topic() {
        Topic current = topic;
        if (current == null) {
            throw new IllegalStateException("the cursor stands on no message");
        }
        return current;
    }

    @Override
    public long logTime() {
        return logTime;
    }

    @Override
    public long publishTime() {
        return logTime;
    }

    @Override
    public long sequence() {
        return 0;
    }

    @Override
    public ByteBuffer data() {
        return data;
    }

    @Override
    public LossReport losses() {
        return losses.toReport();
    }

    /// Rows have some bytes beside their data, so that this lags a little.
    @Override
    public double passed() {
        return ended ? 1 : Math.min(1, (double) bytesRead / recording.bytes());
    }

    @Override
    public void close() throws IOException {
        try (unpacker) {
            connection.close();
        } catch (SQLException e) {
            throw new IOException(recording.name() + ": cannot be closed: " + e.getMessage(), e);
        }
    }
}
