package dev.roadloop.embedded.durability;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;

/// What was asked for, what the cloud accepted, and what came out, over several lives of it.
final class Account {

    /// What can be accepted.
    enum Kind {
        EVENT,
        MESSAGE,
        EXECUTION,
        OBJECT,
        ITEM
    }

    private final AtomicInteger last = new AtomicInteger();
    private final Map<Kind, Set<String>> accepted = new EnumMap<>(Kind.class);
    private final Map<Kind, Map<String, AtomicInteger>> delivered = new EnumMap<>(Kind.class);
    private final Map<Kind, Map<String, AtomicInteger>> refusals = new EnumMap<>(Kind.class);

    Account() {
        for (Kind kind : Kind.values()) {
            accepted.put(kind, new ConcurrentSkipListSet<>());
            delivered.put(kind, new ConcurrentHashMap<>());
            refusals.put(kind, new ConcurrentHashMap<>());
        }
    }

    /// A name that was never used.
    String next() {
        return "n%06d".formatted(last.incrementAndGet());
    }

    void accepted(Kind kind, String name) {
        of(accepted, kind).add(name);
    }

    void refused(Kind kind, String code) {
        of(refusals, kind).computeIfAbsent(code, key -> new AtomicInteger()).incrementAndGet();
    }

    void delivered(Kind kind, String name) {
        of(delivered, kind).computeIfAbsent(name, key -> new AtomicInteger()).incrementAndGet();
    }

    Set<String> accepted(Kind kind) {
        return Set.copyOf(of(accepted, kind));
    }

    int refusals(Kind kind) {
        return of(refusals, kind).values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /// What was accepted and did not come out.
    Set<String> missing(Kind kind) {
        Set<String> missing = new TreeSet<>(of(accepted, kind));
        missing.removeAll(of(delivered, kind).keySet());
        return missing;
    }

    private int repeated(Kind kind) {
        return of(delivered, kind).values().stream().mapToInt(count -> count.get() - 1).sum();
    }

    private static <T> T of(Map<Kind, T> map, Kind kind) {
        T value = map.get(kind);
        if (value == null) {
            throw new IllegalStateException("every kind has an entry");
        }
        return value;
    }

    /// A line for each kind.
    String summary() {
        StringBuilder text = new StringBuilder();
        for (Kind kind : Kind.values()) {
            text.append(
                    "%-9s %5d accepted, %d missing, %d came more than once, refused: %s%n"
                            .formatted(
                                    kind,
                                    of(accepted, kind).size(),
                                    missing(kind).size(),
                                    repeated(kind),
                                    new TreeMap<>(of(refusals, kind))));
        }
        return text.toString();
    }
}
