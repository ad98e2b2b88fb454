package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.stepfunctions.asl.AslParser;
import dev.roadloop.embedded.stepfunctions.asl.Machine;
import dev.roadloop.embedded.stepfunctions.history.RecordFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// The state machines, and every definition that an execution was started with. One append-only
/// file; the last record of a machine counts.
final class MachineStore implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RecordFile file;
    private final Map<String, MachineRecord> machines = new ConcurrentSkipListMap<>();
    private final Map<String, MachineRecord> revisions = new ConcurrentHashMap<>();
    private final Map<String, Machine> compiled = new ConcurrentHashMap<>();

    MachineStore(Path path) {
        this.file = RecordFile.open(path);
        for (RecordFile.Entry entry = file.at(0); entry != null; entry = file.at(entry.next())) {
            try {
                JsonNode json = JSON.readTree(entry.bytes());
                if (json.has("deleted")) {
                    machines.remove(json.get("deleted").textValue());
                } else {
                    remember(MachineRecord.of(json));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("A record of " + path + " is not JSON", e);
            }
        }
    }

    private void remember(MachineRecord machine) {
        machines.put(machine.arn(), machine);
        revisions.put(machine.revisionId(), machine);
    }

    synchronized void put(MachineRecord machine) {
        append(machine.toJson());
        remember(machine);
    }

    synchronized void delete(String arn) {
        if (machines.containsKey(arn)) {
            append(Input.object().put("deleted", arn));
            machines.remove(arn);
        }
    }

    private void append(JsonNode json) {
        try {
            file.append(JSON.writeValueAsBytes(json));
            file.force();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree of plain JSON values cannot fail to print", e);
        }
    }

    Optional<MachineRecord> find(String arn) {
        return Optional.ofNullable(machines.get(arn));
    }

    /// @throws ApiException `StateMachineDoesNotExist`
    MachineRecord get(String arn) {
        if (!arn.contains(":stateMachine:")) {
            throw new ApiException(
                    "InvalidArn", 400, "Invalid Arn: 'Invalid ARN prefix: " + arn + "'");
        }
        return find(arn)
                .orElseThrow(() ->
                        new ApiException(
                                "StateMachineDoesNotExist",
                                400,
                                "State Machine Does Not Exist: '" + arn + "'"));
    }

    MachineRecord revision(String revisionId) {
        MachineRecord machine = revisions.get(revisionId);
        if (machine == null) {
            throw new IllegalStateException("No machine has the revision " + revisionId);
        }
        return machine;
    }

    /// The compiled definition of a revision.
    Machine compiled(String revisionId) {
        return compiled.computeIfAbsent(
                revisionId, id -> AslParser.parse(revision(id).definition()));
    }

    List<MachineRecord> list() {
        return List.copyOf(machines.values());
    }

    @Override
    public void close() {
        file.close();
    }
}
