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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Streams the table of messages, one row in memory. In file order, which is that of row ids, a
/// damaged part of the table is stepped over: the next readable row is searched for by doubling and
/// then halving the distance, and the row ids between are reported as lost. By log time, damage
/// ends the stream, and the report says so.
final class SqliteCursor implements MessageCursor, Message {

    private final SqliteRecording recording;
    private final ReadOptions options;
    private final long fileSize;
    private final Connection connection;
    private final Statement statement;
    private final LossRecorder losses = new LossRecorder();
    private final MessageUnpacker unpacker;
    private @Nullable ResultSet rows;
    private @Nullable Topic topic;
    private long id = Long.MIN_VALUE;
    private long logTime;
    private ByteBuffer data = ByteBuffer.allocate(0);
    private int steps;
    private boolean ended;

    SqliteCursor(SqliteRecording recording, ReadOptions options, long fileSize) throws IOException {
        this.recording = recording;
        this.options = options;
        this.fileSize = fileSize;
        this.unpacker = new MessageUnpacker(options.maxChunkBytes());
        try {
            this.connection = recording.connect();
            this.statement = connection.createStatement();
        } catch (SQLException e) {
            throw new IOException(
                    recording.name() + ": cannot be opened again: " + e.getMessage(), e);
        }
    }

    private boolean byTime() {
        return options.order() == ReadOptions.Order.LOG_TIME;
    }

    private ResultSet query(long fromId, String columns, int limit) throws SQLException {
        StringBuilder sql =
                new StringBuilder("select " + columns + " from messages where id >= " + fromId);
        if (!options.wantsAll()) {
            String ids =
                    recording.topics().values().stream()
                            .filter(candidate -> options.wantsTopic(candidate.name()))
                            .map(candidate -> Integer.toString(candidate.id()))
                            .collect(Collectors.joining(","));
            sql.append(" and topic_id in (")
                    .append(ids)
                    .append(") and timestamp >= ")
                    .append(options.from());
            sql.append(options.to() == Long.MAX_VALUE ? "" : " and timestamp < " + options.to());
        }
        sql.append(byTime() ? " order by timestamp, id" : " order by id");
        return statement.executeQuery(
                limit > 0 ? sql.append(" limit ").append(limit).toString() : sql.toString());
    }

    @Override
    public boolean next() {
        while (!ended) {
            try {
                ResultSet open = rows;
                if (open == null) {
                    open =
                            query(
                                    id == Long.MIN_VALUE || byTime() ? Long.MIN_VALUE : id + 1,
                                    "id, topic_id, timestamp, data",
                                    0);
                    rows = open;
                }
                if (!open.next()) {
                    break;
                }
                long rowId = open.getLong(1);
                long topicId = open.getLong(2);
                long time = open.getLong(3);
                // Damaged pages can lead round in circles.
                if (id != Long.MIN_VALUE
                        && (byTime()
                                ? time < logTime || (time == logTime && rowId <= id)
                                : rowId <= id)) {
                    throw new SQLException("row %d comes after row %d".formatted(rowId, id));
                }
                byte[] bytes = open.getBytes(4);
                id = rowId;
                logTime = time;
                Optional<Topic> found = recording.topic(topicId);
                if (found.isEmpty() || bytes == null) {
                    lose(
                            Loss.Reason.UNKNOWN_TOPIC,
                            1L,
                            "row %d is of topic %d, which is not declared, or has no data"
                                    .formatted(rowId, topicId));
                    continue;
                }
                data = unpacker.unpack(ByteBuffer.wrap(bytes)).order(ByteOrder.LITTLE_ENDIAN);
                topic = found.get();
                return true;
            } catch (DecompressionException e) {
                lose(
                        Loss.Reason.BAD_COMPRESSION,
                        1L,
                        "message in row %d: %s".formatted(id, e.getMessage()));
            } catch (SQLException e) {
                rows = null;
                stepOver(e);
            }
        }
        ended = true;
        topic = null;
        return false;
    }

    private void stepOver(SQLException damage) {
        long last = id == Long.MIN_VALUE ? 0 : id;
        steps++;
        long unreadable = 0;
        long readable = -1;
        for (long step = 1;
                !byTime() && steps < LossReport.MAX_ENTRIES && step > 0 && step <= fileSize;
                step *= 2) {
            if (canRead(last + 1 + step)) {
                readable = step;
                break;
            }
            unreadable = step;
        }
        if (readable < 0) {
            lose(
                    Loss.Reason.MALFORMED,
                    null,
                    "rows after id %d cannot be read: %s".formatted(last, damage.getMessage()));
            ended = true;
            return;
        }
        while (readable - unreadable > 1) {
            long middle = (readable + unreadable) / 2;
            if (canRead(last + 1 + middle)) {
                readable = middle;
            } else {
                unreadable = middle;
            }
        }
        // Row ids have gaps where rows were deleted, so this is the most that can be missing, not
        // an exact count.
        lose(
                Loss.Reason.MALFORMED,
                null,
                "rows with ids %d to %d cannot be read: %s"
                        .formatted(last + 1, last + readable, damage.getMessage()));
        id = last + readable;
    }

    private boolean canRead(long fromId) {
        try (ResultSet probe = query(fromId, "id, data", 1)) {
            return probe.next() && probe.getLong(1) >= fromId && probe.getBytes(2) != null;
        } catch (SQLException e) {
            return false;
        }
    }

    private void lose(Loss.Reason reason, @Nullable Long messages, String detail) {
        losses.add(new Loss(reason, 0, 0, null, messages, recording.name() + ": " + detail));
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

    @Override
    public void close() throws IOException {
        try (unpacker) {
            connection.close();
        } catch (SQLException e) {
            throw new IOException(recording.name() + ": cannot be closed: " + e.getMessage(), e);
        }
    }
}
