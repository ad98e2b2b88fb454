package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Topic;
import java.util.Collection;
import java.util.stream.Collectors;

/// The SQL that [SqliteCursor] reads by. Rows whose data is larger than is to be read come without
/// it: SQLite tells a length without touching the data.
final class SqliteQuery {

    static final String TIME_INDEX = "timestamp_idx";

    private final String filter;
    private final boolean byTime;
    private final int maxBytes;

    SqliteQuery(ReadOptions options, Collection<Topic> topics) {
        this.byTime = options.order() == ReadOptions.Order.LOG_TIME;
        this.maxBytes = options.maxChunkBytes();
        StringBuilder sql = new StringBuilder();
        if (!options.topics().isEmpty()) {
            String ids =
                    topics.stream()
                            .filter(topic -> options.wantsTopic(topic.name()))
                            .map(topic -> Integer.toString(topic.id()))
                            .collect(Collectors.joining(","));
            sql.append(" and topic_id in (").append(ids).append(')');
        }
        if (options.from() != Long.MIN_VALUE) {
            sql.append(" and timestamp >= ").append(options.from());
        }
        if (options.to() != Long.MAX_VALUE) {
            sql.append(" and timestamp < ").append(options.to());
        }
        this.filter = sql.toString();
    }

    /// Id, topic, time, data if it is not too large, length of the data.
    String rows(long fromId) {
        return "select id, topic_id, timestamp, case when length(data) <= "
                + maxBytes
                + " then data end, length(data) from messages where id >= "
                + fromId
                + filter
                + (byTime ? " order by timestamp, id" : " order by id");
    }

    /// Whether the first row from an id on can be read: its id and the data that [#rows] reads.
    String probe(long fromId) {
        return "select id, case when length(data) <= %d then data end from messages where id >= %d%s order by id limit 1"
                .formatted(maxBytes, fromId, filter);
    }

    /// How many rows there are with ids between two, by the index, which is apart from the table.
    String count(long firstId, long lastId) {
        return "select count(*) from messages indexed by %s where id between %d and %d"
                .formatted(TIME_INDEX, firstId, lastId);
    }
}
