package dev.roadloop.convert.can;

import dev.roadloop.convert.product.DriveMessage;
import dev.roadloop.convert.product.DriveTopic;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.message.MessageDecoder;
import java.io.IOException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Makes messages of signals out of recorded CAN frames: for each CAN message of the database a
/// topic `<frames' topic>/<message>`, whose fields are the signals. Frames that the database does
/// not know stay as they are, in the frames' own table only. For one drive.
public final class CanSignals {

    private static final int MOST_TOPICS = 1_000_000;

    private final Map<CanSource, CanDatabase> databases;
    private final Set<String> recorded;
    private final Map<DriveTopic, Optional<Bus>> buses = new IdentityHashMap<>();
    private final Map<String, Derived> derived = new TreeMap<>();
    private final Map<CanMessage, SignalSchema> schemas = new IdentityHashMap<>();

    /// Takes messages of signals.
    public interface Receiver {
        /// @param topic the same object for all messages of a topic
        /// @param message in protobuf
        void message(Topic topic, byte[] message) throws IOException;
    }

    private record Derived(Topic topic, SignalSchema schema) {}

    /// The frames of one recorded topic.
    private record Bus(FrameReader reader, CanDatabase database, Map<Long, Derived> known) {}

    /// @param databases in the order in which they are tried
    /// @param recorded names of the topics that are recorded, which no other may have
    public CanSignals(Map<CanSource, CanDatabase> databases, Set<String> recorded) {
        this.databases = databases;
        this.recorded = Set.copyOf(recorded);
    }

    /// Makes a message of a frame's signals, if it is a frame that a database knows.
    public void decode(DriveMessage message, Receiver receiver) throws IOException {
        if (databases.isEmpty()) {
            return;
        }
        Bus bus = buses.computeIfAbsent(message.topic(), this::bus).orElse(null);
        if (bus == null) {
            return;
        }
        FrameReader frame = bus.reader();
        frame.clear();
        if (!message.decode(frame) || !frame.isData()) {
            return;
        }
        Derived topic = known(bus, message.topic(), frame.id());
        if (topic != null) {
            receiver.message(
                    topic.topic(),
                    topic.schema()
                            .encode(frame.bytes(), frame.from(), frame.length(), frame.stamp()));
        }
    }

    private Optional<Bus> bus(DriveTopic topic) {
        MessageDecoder decoder = topic.decoder();
        if (decoder == null) {
            return Optional.empty();
        }
        for (Map.Entry<CanSource, CanDatabase> entry : databases.entrySet()) {
            if (entry.getKey().fits(topic.name())) {
                return FrameReader.of(decoder)
                        .map(reader -> new Bus(reader, entry.getValue(), new HashMap<>()));
            }
        }
        return Optional.empty();
    }

    private @Nullable Derived known(Bus bus, DriveTopic frames, long id) {
        CanMessage message = bus.database().find(id).orElse(null);
        if (message == null || message.signals().isEmpty()) {
            return null;
        }
        return bus.known().computeIfAbsent(id, key -> derived(frames, message));
    }

    private Derived derived(DriveTopic frames, CanMessage message) {
        String name = frames.name() + "/" + message.name();
        while (recorded.contains(name)) {
            name += "_signals";
        }
        return derived.computeIfAbsent(
                name,
                of -> {
                    SignalSchema schema = schemas.computeIfAbsent(message, SignalSchema::new);
                    Topic topic =
                            new Topic(
                                    MOST_TOPICS + derived.size(),
                                    of,
                                    "protobuf",
                                    schema.schema(),
                                    Map.of());
                    return new Derived(topic, schema);
                });
    }
}
