package dev.roadloop.freeze.labels;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The faults of a batch, in the order in which they were found. All are counted, the first
/// [#MAX_LISTED] are kept. For one thread.
public final class Faults {
    /// How many are kept.
    public static final int MAX_LISTED = 1_000;

    private static final int SHOWN = 120;

    private final List<Fault> listed = new ArrayList<>();
    private final Map<FaultCode, Long> counts = new EnumMap<>(FaultCode.class);

    /// Adds one.
    public void add(FaultCode code, String where, String message) {
        counts.merge(code, 1L, Long::sum);
        if (listed.size() < MAX_LISTED) {
            listed.add(new Fault(code, cut(where), cut(message)));
        }
    }

    /// Whether there is none.
    public boolean isEmpty() {
        return counts.isEmpty();
    }

    /// How many there are.
    public long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /// How many of each kind there are.
    public Map<FaultCode, Long> counts() {
        return Collections.unmodifiableMap(counts);
    }

    /// Those that are kept.
    public List<Fault> listed() {
        return List.copyOf(listed);
    }

    /// A foreign text on one line, cut where a hostile one would flood a log.
    static String cut(String text) {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= 4 * SHOWN ? line : line.substring(0, 4 * SHOWN) + "…";
    }

    /// A foreign value in quotes.
    static String quoted(String value) {
        String line = value.replaceAll("\\p{Cntrl}+", " ");
        return "'" + (line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…") + "'";
    }
}
