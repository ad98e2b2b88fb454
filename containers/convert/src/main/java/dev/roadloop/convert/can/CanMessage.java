package dev.roadloop.convert.can;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A message of a CAN database.
final class CanMessage {

    private final long id;
    private final String name;
    private final int size;
    private final List<CanSignal> signals;
    private final int[] selectors;

    /// @param id 11 bits, or 29 bits with bit 31 set
    /// @param size in bytes
    /// @throws IllegalArgumentException where a signal depends on one that is not there, or on
    ///   itself
    CanMessage(long id, String name, int size, List<CanSignal> signals) {
        this.id = id;
        this.name = name;
        this.size = size;
        this.signals = List.copyOf(signals);
        this.selectors = new int[signals.size()];
        Map<String, Integer> indexes = new HashMap<>();
        for (int i = 0; i < signals.size(); i++) {
            indexes.put(signals.get(i).name(), i);
        }
        for (int i = 0; i < selectors.length; i++) {
            selectors[i] = selector(signals.get(i), indexes);
        }
        for (int i = 0; i < selectors.length; i++) {
            int at = i;
            for (int steps = 0; at >= 0; steps++) {
                if (steps > selectors.length) {
                    throw new IllegalArgumentException(
                            "message "
                                    + name
                                    + ": signal "
                                    + signals.get(i).name()
                                    + " is selected by itself");
                }
                at = selectors[at];
            }
        }
    }

    private int selector(CanSignal signal, Map<String, Integer> indexes) {
        CanSignal.Presence presence = signal.presence();
        if (presence == null) {
            return -1;
        }
        Integer selector = indexes.get(presence.selector());
        if (selector == null) {
            throw new IllegalArgumentException(
                    "message "
                            + name
                            + ": signal "
                            + signal.name()
                            + " is selected by "
                            + presence.selector()
                            + ", which is not there");
        }
        return selector;
    }

    long id() {
        return id;
    }

    String name() {
        return name;
    }

    int size() {
        return size;
    }

    /// In the order of the database.
    List<CanSignal> signals() {
        return signals;
    }

    /// The raw numbers in a frame's bytes, by signal; null for those that the frame does not have,
    /// because another multiplexer value is on or it is too short.
    List<@Nullable Long> decode(byte[] data, int from, int length) {
        @Nullable Long[] raw = new @Nullable Long[signals.size()];
        boolean[] done = new boolean[raw.length];
        for (int i = 0; i < raw.length; i++) {
            decode(i, data, from, length, raw, done);
        }
        List<@Nullable Long> values = new ArrayList<>(raw.length);
        for (Long value : raw) {
            values.add(value);
        }
        return values;
    }

    private void decode(
            int index, byte[] data, int from, int length, @Nullable Long[] raw, boolean[] done) {
        if (done[index]) {
            return;
        }
        done[index] = true;
        CanSignal signal = signals.get(index);
        CanSignal.Presence presence = signal.presence();
        if (presence != null) {
            decode(selectors[index], data, from, length, raw, done);
            Long selected = raw[selectors[index]];
            if (selected == null || !presence.holds(selected)) {
                return;
            }
        }
        if (signal.bits().bytesNeeded() <= length) {
            raw[index] = signal.raw(data, from);
        }
    }
}
