package dev.roadloop.convert;

import dev.roadloop.convert.table.SignalTable;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The table of one topic and one UTC day, being made.
final class TablePart {

    final TopicTables topic;
    final LocalDate date;
    final Staging.Queue waiting = new Staging.Queue();

    /// What stands for this part in ledgers.
    final Topic account;

    @Nullable SignalTable table;
    long rows;
    long bytes;
    long undecoded;
    String firstUndecodedReason = "";

    TablePart(TopicTables topic, LocalDate date, int number) {
        this.topic = topic;
        this.date = date;
        this.account = new Topic(number, topic.name + "@" + date, "", Schema.NONE, Map.of());
    }
}
