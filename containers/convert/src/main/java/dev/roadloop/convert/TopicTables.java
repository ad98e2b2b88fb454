package dev.roadloop.convert;

import dev.roadloop.convert.table.TableLayout;
import dev.roadloop.domain.TopicKey;
import dev.roadloop.drivejob.Decoders;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.message.MessageNode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// One topic of a drive: how its messages are decoded, and its tables by UTC day.
final class TopicTables {

    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    final String name;
    final TopicKey key;
    final String typeName;
    final List<MessageNode> nodes;
    final TableLayout layout;

    /// How the messages of each stream are decoded: without a decoder where they cannot stand in
    /// the topic's table as values.
    final List<Decoders.Compiled> variants = new ArrayList<>();

    final Map<LocalDate, TablePart> parts = new TreeMap<>();
    final @Nullable Keyframes keyframes;

    private final Decoders decoders = new Decoders();

    /// The first stream of each variant.
    private final List<Topic> streams = new ArrayList<>();

    private long lastDay;
    private @Nullable TablePart lastPart;

    /// @param first the first stream that was met; its type gives the table's columns
    TopicTables(Topic first, TopicKey key, @Nullable Keyframes keyframes) {
        this.name = first.name();
        this.key = key;
        this.typeName = first.schema().name();
        this.keyframes = keyframes;
        Decoders.Compiled variant = decoders.of(first);
        this.nodes = variant.decoder() == null ? List.of() : variant.decoder().nodes();
        this.layout = TableLayout.of(nodes, keyframes != null);
        variants.add(variant);
        streams.add(first);
    }

    /// Index of the variant of a stream, which is added where it is new.
    int variant(Topic topic) {
        for (int i = 0; i < streams.size(); i++) {
            if (sameMessages(topic, streams.get(i))) {
                return i;
            }
        }
        Decoders.Compiled variant = decoders.of(topic);
        if (variant.decoder() != null && !variant.decoder().nodes().equals(nodes)) {
            variant =
                    new Decoders.Compiled(
                            null,
                            "The topic's table has the columns of %s; this message is of %s, which differs."
                                    .formatted(typeName, topic.schema().name()));
        }
        streams.add(topic);
        variants.add(variant);
        return variants.size() - 1;
    }

    /// The table part of a message's UTC day.
    ///
    /// @param register is told of a part that is new
    TablePart part(long logTime, IntSupplier numbers, Consumer<TablePart> register) {
        long day = Math.floorDiv(logTime, NANOS_PER_DAY);
        TablePart part = lastPart;
        if (part == null || day != lastDay) {
            part =
                    parts.computeIfAbsent(
                            LocalDate.ofEpochDay(day),
                            date -> {
                                TablePart added = new TablePart(this, date, numbers.getAsInt());
                                register.accept(added);
                                return added;
                            });
            lastPart = part;
            lastDay = day;
        }
        return part;
    }

    private static boolean sameMessages(Topic a, Topic b) {
        return a.messageEncoding().equals(b.messageEncoding()) && a.schema().equals(b.schema());
    }
}
