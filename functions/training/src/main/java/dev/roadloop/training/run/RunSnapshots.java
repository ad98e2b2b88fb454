package dev.roadloop.training.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.InternalException;
import dev.roadloop.domain.RoadloopException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a [RunIndex] knew of an experiment, as an object of the gold bucket: a function that starts
/// reads that, and of the table only what was written since.
///
/// Any snapshot will do; an old one costs reading more. One that is damaged or cannot be read is
/// left aside: the table has it all. The object is deflated JSON, a line that says what it is and
/// one for each run.
public final class RunSnapshots {
    private static final Logger LOG = LoggerFactory.getLogger(RunSnapshots.class);
    private static final String PREFIX = "indexes/tracking/";

    private final Bucket gold;

    /// @param gold where they lie, below `indexes/tracking/`
    public RunSnapshots(Bucket gold) {
        this.gold = gold;
    }

    /// A snapshot.
    ///
    /// @param seenUntil when the search began that saw all of this, milliseconds since the epoch
    record Snapshot(long seenUntil, Map<String, IndexedRun> runs) {}

    /// The one that is there, if it can be read.
    Optional<Snapshot> find(String experiment) {
        String key = key(experiment);
        try {
            Optional<InputStream> content = gold.stream(key, null);
            if (content.isEmpty()) {
                return Optional.empty();
            }
            try (InputStream in = new InflaterInputStream(content.get());
                    MappingIterator<ObjectNode> lines =
                            Json.jackson().readerFor(ObjectNode.class).readValues(in)) {
                return Optional.of(read(lines, experiment));
            }
        } catch (IOException
                | RoadloopException
                | IllegalArgumentException
                | ClassCastException e) {
            LOG.warn("{} is left aside: {}", gold.at(key), e.getMessage());
            return Optional.empty();
        }
    }

    private static Snapshot read(MappingIterator<ObjectNode> lines, String experiment)
            throws IOException {
        ObjectNode head = lines.nextValue();
        int count = head.path("runs").asInt(-1);
        if (!head.path("experiment").asText().equals(experiment)
                || count < 0
                || count > RunIndex.MOST_RUNS) {
            throw new IOException("expected runs of experiment " + experiment + ", found " + head);
        }
        Map<String, IndexedRun> runs = new HashMap<>(2 * count);
        for (int i = 0; i < count; i++) {
            ObjectNode line = lines.nextValue();
            Run run = Run.stored((ObjectNode) line.path("run"));
            runs.put(line.path("key").asText(), new IndexedRun(line.path("rev").asLong(), run));
        }
        return new Snapshot(head.path("seenUntil").asLong(), runs);
    }

    /// Keeps one. Where it cannot be written, the next that starts reads more.
    void keep(String experiment, Snapshot snapshot) {
        String key = key(experiment);
        try {
            gold.put(key, encoded(experiment, snapshot), "application/octet-stream");
        } catch (RoadloopException e) {
            LOG.warn("{} is not kept: {}", gold.at(key), e.getMessage());
        }
    }

    private static byte[] encoded(String experiment, Snapshot snapshot) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1 << 20);
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try (JsonGenerator json =
                Json.jackson().createGenerator(new DeflaterOutputStream(out, deflater))) {
            json.writeTree(
                    Json.jackson()
                            .createObjectNode()
                            .put("experiment", experiment)
                            .put("seenUntil", snapshot.seenUntil())
                            .put("runs", snapshot.runs().size()));
            for (Map.Entry<String, IndexedRun> each : snapshot.runs().entrySet()) {
                json.writeTree(
                        Json.jackson()
                                .createObjectNode()
                                .put("key", each.getKey())
                                .put("rev", each.getValue().revision())
                                .set("run", each.getValue().run().document()));
            }
        } catch (IOException e) {
            throw new InternalException("writing to memory failed", e);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    private static String key(String experiment) {
        return PREFIX + experiment + ".json.deflate";
    }
}
