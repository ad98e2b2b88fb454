package dev.roadloop.drivejob;

import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageSchemaException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Compiles each schema of a drive once, however many topics have it. For one thread; the decoders
/// themselves are for any.
public final class Decoders {

    private final Map<Key, Compiled> known = new HashMap<>();

    /// How a topic's messages are decoded.
    ///
    /// @param decoder null where they cannot be
    /// @param refusal why not; empty where there is a decoder
    public record Compiled(@Nullable MessageDecoder decoder, String refusal) {}

    private record Key(String messageEncoding, Schema schema) {}

    /// How the messages of a topic are decoded.
    public Compiled of(Topic topic) {
        Compiled shared =
                known.computeIfAbsent(
                        new Key(topic.messageEncoding(), topic.schema()), key -> compile(topic));
        MessageDecoder decoder = shared.decoder();
        return decoder == null ? shared : new Compiled(decoder.forTopic(topic.name()), "");
    }

    private static Compiled compile(Topic topic) {
        byte[] schema = new byte[topic.schema().data().remaining()];
        topic.schema().data().get(schema);
        try {
            return new Compiled(
                    MessageDecoder.compile(
                            topic.name(),
                            topic.messageEncoding(),
                            topic.schema().encoding(),
                            topic.schema().name(),
                            schema),
                    "");
        } catch (MessageSchemaException e) {
            return new Compiled(null, String.valueOf(e.getMessage()));
        }
    }
}
