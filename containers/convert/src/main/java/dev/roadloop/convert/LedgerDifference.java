package dev.roadloop.convert;

import dev.roadloop.sensorlog.Ledger;
import dev.roadloop.sensorlog.TopicLedger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Says exactly how two ledgers differ.
final class LedgerDifference {

    private static final int MOST_LISTED = 20;

    private LedgerDifference() {}

    /// @return a phrase for each topic that differs, at most 20 and the number of further ones;
    ///   empty where none does
    static List<String> between(Ledger expected, Ledger found) {
        TreeSet<String> names = new TreeSet<>(expected.topics().keySet());
        names.addAll(found.topics().keySet());
        List<String> differences = new ArrayList<>();
        int further = 0;
        for (String name : names) {
            TopicLedger a = expected.topics().get(name);
            TopicLedger b = found.topics().get(name);
            if (a == null || !a.equals(b)) {
                if (differences.size() < MOST_LISTED) {
                    differences.add(
                            "%s: expected %s, found %s".formatted(name, shown(a), shown(b)));
                } else {
                    further++;
                }
            }
        }
        if (further > 0) {
            differences.add("and %d more".formatted(further));
        }
        return differences;
    }

    private static String shown(@org.jspecify.annotations.Nullable TopicLedger ledger) {
        return ledger == null
                ? "no messages"
                : "%d messages, %d bytes, %d to %d ns, SHA-256 %s"
                        .formatted(
                                ledger.messages(),
                                ledger.bytes(),
                                ledger.firstLogTime(),
                                ledger.lastLogTime(),
                                ledger.sha256());
    }
}
