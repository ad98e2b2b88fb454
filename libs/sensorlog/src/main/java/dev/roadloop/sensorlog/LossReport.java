package dev.roadloop.sensorlog;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// All that a recording should hold and that could not be had, in order of discovery.
///
/// @param losses at most [#MAX_ENTRIES]
/// @param further losses beyond those listed; a file of noise has millions
public record LossReport(List<Loss> losses, long further) {

    /// The most losses that are listed one by one.
    public static final int MAX_ENTRIES = 1000;

    /// Nothing was lost.
    public static final LossReport NONE = new LossReport(List.of(), 0);

    public LossReport {
        losses = List.copyOf(losses);
    }

    /// True if nothing is damaged.
    public boolean isEmpty() {
        return losses.isEmpty();
    }

    /// True if messages were lost, or may have been; false if only an index was.
    public boolean touchesMessages() {
        return further > 0 || losses.stream().anyMatch(Loss::touchesMessages);
    }

    /// Number of lost messages, empty if it cannot be known.
    public OptionalLong messages() {
        long sum = 0;
        for (Loss loss : losses) {
            Long count = loss.messages();
            if (count == null) {
                return OptionalLong.empty();
            }
            sum += count;
        }
        return further > 0 ? OptionalLong.empty() : OptionalLong.of(sum);
    }

    /// Both reports, this one first.
    public LossReport and(LossReport other) {
        List<Loss> all = new ArrayList<>(losses);
        all.addAll(other.losses);
        int over = Math.max(0, all.size() - MAX_ENTRIES);
        return new LossReport(all.subList(0, all.size() - over), further + other.further + over);
    }
}
