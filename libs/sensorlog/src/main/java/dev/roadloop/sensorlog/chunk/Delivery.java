package dev.roadloop.sensorlog.chunk;

import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Topic;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Counts every message of a file, and shows those that are wanted.
public final class Delivery {

    private final ReadOptions options;
    private final boolean wantsAll;
    private final LossBook losses;
    private final Tally seen = new Tally();
    private final MessageView view = new MessageView();

    /// @param losses told of messages whose topic nobody declared
    public Delivery(ReadOptions options, LossBook losses) {
        this.options = options;
        this.wantsAll = options.wantsAll();
        this.losses = losses;
    }

    /// Counts a message and shows it if it is wanted.
    ///
    /// @param id of the topic in the file
    /// @param topic null if the file did not declare it
    /// @param from first byte of the message in `buffer`
    /// @param to byte after its last
    /// @return whether it is wanted
    public boolean deliver(
            int id,
            @Nullable Topic topic,
            long logTime,
            long publishTime,
            long sequence,
            ByteBuffer buffer,
            int from,
            int to) {
        if (topic == null) {
            losses.unknownTopic(id);
            return false;
        }
        seen.add(id, 1);
        if (!wantsAll && !(options.wantsTime(logTime) && options.wantsTopic(topic.name()))) {
            return false;
        }
        view.show(topic, logTime, publishTime, sequence, buffer, from, to);
        return true;
    }

    /// Nothing is shown until the next message.
    public void clear() {
        view.clear();
    }

    /// The message shown.
    ///
    /// @throws IllegalStateException if there is none
    public Message message() {
        view.topic();
        return view;
    }

    /// Messages so far, by topic id.
    public Tally seen() {
        return seen;
    }
}
