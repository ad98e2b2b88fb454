package dev.roadloop.embedded.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.journal.Journal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Remembers changes that are under way, so that a kill between a change and its event does not
/// lose the event, and one in the middle of a change leaves no torn file.
///
/// A change is noted before it is made and struck out when its event is accepted. What is still
/// noted at the next start is looked up in the store: a change that was made gets its event then,
/// one that was not is forgotten.
final class EventOutbox implements AutoCloseable {

    private static final long COMPACT_ABOVE_BYTES = 4L << 20;

    private final Journal journal;
    private final Map<String, ObjectNode> open = new LinkedHashMap<>();

    EventOutbox(Path file) {
        this.journal = Journal.open(file, this::replay);
        compact();
    }

    /// A change that may have been made.
    ///
    /// @param id of this note
    /// @param reason the API that made it, such as `PutObject`
    /// @param before the object's state before the change, empty where there was none
    record Intent(String id, String bucket, String key, String reason, String before) {

        boolean isDelete() {
            return reason.equals("DeleteObject");
        }
    }

    synchronized Intent begin(String bucket, String key, String reason, String before) {
        Intent intent = new Intent(UUID.randomUUID().toString(), bucket, key, reason, before);
        ObjectNode entry =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("begin", intent.id())
                        .put("bucket", bucket)
                        .put("key", key)
                        .put("reason", reason)
                        .put("before", before);
        journal.append(entry);
        open.put(intent.id(), entry);
        return intent;
    }

    synchronized void end(Intent intent) {
        journal.note(JsonNodeFactory.instance.objectNode().put("end", intent.id()));
        open.remove(intent.id());
        if (journal.size() > COMPACT_ABOVE_BYTES) {
            compact();
        }
    }

    /// Changes that were noted and not struck out.
    synchronized List<Intent> unfinished() {
        List<Intent> result = new ArrayList<>();
        open.values()
                .forEach(entry ->
                        result.add(
                                new Intent(
                                        entry.path("begin").asText(),
                                        entry.path("bucket").asText(),
                                        entry.path("key").asText(),
                                        entry.path("reason").asText(),
                                        entry.path("before").asText())));
        return result;
    }

    @Override
    public void close() {
        journal.close();
    }

    private void replay(JsonNode entry) {
        if (entry.has("end")) {
            open.remove(entry.path("end").asText());
        } else if (entry instanceof ObjectNode begin) {
            open.put(begin.path("begin").asText(), begin);
        }
    }

    private void compact() {
        journal.compact(open.values());
    }
}
