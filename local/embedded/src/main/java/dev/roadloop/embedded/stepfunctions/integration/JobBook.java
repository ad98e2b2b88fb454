package dev.roadloop.embedded.stepfunctions.integration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.journal.Journal;
import dev.roadloop.embedded.stepfunctions.asl.Resource;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The jobs that tasks start and that are neither over nor stopped, in a journal: a job that nobody
/// waits for any more is known to the next process, also where this one dies before its service has
/// answered. While the disk is full, what is noted is lost in a kill. Thread-safe.
final class JobBook implements AutoCloseable {

    private static final long COMPACT_ABOVE_BYTES = 1 << 20;

    private final Journal journal;
    private final Map<String, Started> open = new LinkedHashMap<>();
    private final Set<String> followed = new HashSet<>();
    private boolean closed;

    /// A job.
    ///
    /// @param request what started it
    /// @param submitted what the service answered; null while it has not
    record Started(TaskRequest request, @Nullable JsonNode submitted) {}

    JobBook(Path file) {
        this.journal = Journal.open(file, this::replay);
        compact();
    }

    /// Notes that a job is about to be submitted, which this process follows from now on.
    synchronized void begin(TaskRequest request) {
        if (open.containsKey(request.requestId())) {
            followed.add(request.requestId());
        } else {
            follow(new Started(request, null));
        }
    }

    /// Notes a job that this process follows from now on.
    synchronized void add(TaskRequest request, JsonNode submitted) {
        Started known = open.get(request.requestId());
        if (known == null || known.submitted() == null) {
            follow(new Started(request, submitted));
        } else {
            followed.add(request.requestId());
        }
    }

    private void follow(Started started) {
        followed.add(started.request().requestId());
        if (!closed) {
            open.put(started.request().requestId(), started);
            journal.note(json(started));
        }
    }

    /// What the service answered when `request` was made before, by this process or an earlier one.
    synchronized Optional<JsonNode> submitted(TaskRequest request) {
        return Optional.ofNullable(open.get(request.requestId())).map(Started::submitted);
    }

    /// The job goes on and is not followed.
    synchronized void leave(TaskRequest request) {
        followed.remove(request.requestId());
    }

    /// The job is over or was stopped.
    synchronized void remove(TaskRequest request) {
        followed.remove(request.requestId());
        if (!closed && open.remove(request.requestId()) != null) {
            journal.note(object().put("over", request.requestId()));
            if (journal.size() > COMPACT_ABOVE_BYTES && open.isEmpty()) {
                compact();
            }
        }
    }

    /// The jobs of the given executions that are not followed; they are from now on.
    synchronized List<Started> takeAbandoned(Predicate<String> executions) {
        List<Started> abandoned =
                open.values().stream()
                        .filter(job ->
                                !followed.contains(job.request().requestId())
                                        && executions.test(job.request().executionArn()))
                        .toList();
        abandoned.forEach(job -> followed.add(job.request().requestId()));
        return abandoned;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            journal.close();
        }
    }

    private void compact() {
        journal.compact(open.values().stream().map(JobBook::json).toList());
    }

    private void replay(JsonNode entry) {
        if (entry.has("over")) {
            open.remove(entry.get("over").textValue());
        } else {
            TaskRequest request =
                    new TaskRequest(
                            Resource.parse(entry.get("resource").textValue()),
                            entry.get("arguments"),
                            new Principal(entry.get("principal").textValue()),
                            entry.get("execution").textValue(),
                            entry.get("request").textValue());
            open.put(request.requestId(), new Started(request, entry.get("submitted")));
        }
    }

    private static ObjectNode json(Started job) {
        TaskRequest request = job.request();
        ObjectNode json =
                object().put("request", request.requestId())
                        .put("execution", request.executionArn())
                        .put("principal", request.principal().arn())
                        .put("resource", request.resource().arn());
        json.set("arguments", request.arguments());
        return job.submitted() == null ? json : json.set("submitted", job.submitted());
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
