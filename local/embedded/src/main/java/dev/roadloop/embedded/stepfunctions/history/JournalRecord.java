package dev.roadloop.embedded.stepfunctions.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One line of a journal: an event of the history, or a note that only the interpreter reads, or
/// both.
///
/// @param branch the branch it belongs to: empty for the top level, else `<id of the event that
///   started the container>.<index>`
/// @param event the event, null for a bare note
/// @param note what a resumed execution has to know beyond the event; empty for nothing
public record JournalRecord(String branch, @Nullable HistoryEvent event, ObjectNode note) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /// A note without an event.
    public static JournalRecord note(String branch, ObjectNode note) {
        return new JournalRecord(branch, null, note);
    }

    /// The type of the event, empty for a bare note.
    public String type() {
        return event == null ? "" : event.type();
    }

    /// The field of the note, if it has it.
    public Optional<JsonNode> noted(String field) {
        return Optional.ofNullable(note.get(field));
    }

    byte[] encode() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (!branch.isEmpty()) {
            json.put("b", branch);
        }
        if (event != null) {
            json.set("e", event.toJson());
        }
        if (!note.isEmpty()) {
            json.set("n", note);
        }
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of plain JSON values cannot fail to print", e);
        }
    }

    static JournalRecord decode(byte[] bytes) throws IOException {
        JsonNode json = JSON.readTree(bytes);
        JsonNode event = json.get("e");
        return new JournalRecord(
                json.path("b").asText(),
                event == null ? null : HistoryEvent.of(event),
                json.get("n") instanceof ObjectNode note
                        ? note
                        : JsonNodeFactory.instance.objectNode());
    }
}
