package dev.roadloop.convert.clip;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What all sensors showed at the same times, as clips need it.
public interface ClipSignals {

    /// No signals.
    ClipSignals NONE =
            new ClipSignals() {
                @Override
                public List<Column> columns() {
                    return List.of();
                }

                @Override
                public void walk(Visitor visitor) {}
            };

    /// A signal.
    ///
    /// @param name unique in the drive
    /// @param topic the topic that it is of
    /// @param field the path in the topic's messages
    /// @param kind how it was brought to the common times
    record Column(String name, String topic, String field, String kind) {}

    /// Takes rows in the order of their times.
    interface Visitor {
        /// @param time nanoseconds since the Unix epoch
        /// @param values a number, text, truth or null for each column; not kept
        void row(long time, List<@Nullable Object> values) throws IOException;
    }

    /// The signals.
    List<Column> columns();

    /// Hands over all rows.
    void walk(Visitor visitor) throws IOException;
}
