package dev.roadloop.embedded.stepfunctions.engine;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.stepfunctions.history.HistoryEvent;
import dev.roadloop.embedded.stepfunctions.history.Journal;
import dev.roadloop.embedded.stepfunctions.history.JournalRecord;
import java.nio.file.Path;

/// The history of a running execution: numbers its events and writes them to the journal.
final class EventHistory implements AutoCloseable {

    static final ObjectNode NO_NOTE = JsonNodeFactory.instance.objectNode();

    private final Journal journal;
    private final Scheduler clock;
    private long lastId;

    /// @param lastId of the events that are there
    private EventHistory(Journal journal, Scheduler clock, long lastId) {
        this.journal = journal;
        this.clock = clock;
        this.lastId = lastId;
    }

    /// Goes on with a history, or begins one.
    ///
    /// @param lastId of the events that are there, 0 for none
    static EventHistory open(Path file, Scheduler clock, long lastId) {
        return new EventHistory(Journal.open(file), clock, lastId);
    }

    /// Writes that an execution which has failed is to go on.
    static void redrive(Path file, Scheduler clock, ExecutionInfo info) {
        HistoryEvent last = Journal.last(file);
        if (last == null || !last.isTerminal()) {
            throw new IllegalStateException("The execution " + info.arn() + " has not ended");
        }
        try (EventHistory history = open(file, clock, last.id())) {
            history.append(
                    "",
                    "ExecutionRedriven",
                    Events.redriven(info.redriveCount()),
                    last.id(),
                    NO_NOTE);
            history.force();
        }
    }

    /// Appends an event.
    ///
    /// @param branch its path
    /// @param previous the event that led to it
    HistoryEvent append(
            String branch, String type, Events.Details details, long previous, ObjectNode note) {
        HistoryEvent event =
                new HistoryEvent(
                        lastId + 1, previous, type, clock.now(), details.name(), details.fields());
        journal.append(new JournalRecord(branch, event, note));
        lastId++;
        return event;
    }

    /// Appends what only a resumed execution has to know.
    void note(String branch, ObjectNode note) {
        journal.append(JournalRecord.note(branch, note));
    }

    long lastId() {
        return lastId;
    }

    /// Whether only the event that ends the execution has room.
    boolean isFull() {
        return lastId + 1 >= Execution.MOST_EVENTS;
    }

    /// Has everything written to the disk.
    void force() {
        journal.force();
    }

    @Override
    public void close() {
        journal.close();
    }
}
