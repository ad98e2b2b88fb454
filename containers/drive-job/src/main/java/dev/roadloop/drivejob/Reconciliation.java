package dev.roadloop.drivejob;

import dev.roadloop.domain.InternalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Lays two accounts of a drive's topics side by side. An account says in words what a topic has,
/// and does not name topics that have nothing.
public final class Reconciliation {
    private static final int MOST_LISTED = 20;
    private static final String NOTHING = "nothing";

    private Reconciliation() {}

    /// What a topic has.
    ///
    /// @param hash of its messages
    public static String account(long messages, long bytes, String hash) {
        return messages == 0 ? NOTHING : messages + " messages, " + bytes + " bytes, hash " + hash;
    }

    /// Where two accounts differ.
    ///
    /// @param expecting whose the first is: "the inspection found"
    /// @param expected by topic
    /// @param finding whose the second is: "the redaction read"
    /// @param found by topic
    /// @return a phrase for each topic that differs, at most 20 and the number of further ones;
    ///   empty where none does
    public static List<String> differences(
            String expecting,
            Map<String, String> expected,
            String finding,
            Map<String, String> found) {
        Set<String> topics = new TreeSet<>(expected.keySet());
        topics.addAll(found.keySet());
        List<String> differences = new ArrayList<>();
        int further = 0;
        for (String topic : topics) {
            String wanted = expected.getOrDefault(topic, NOTHING);
            String is = found.getOrDefault(topic, NOTHING);
            if (wanted.equals(is)) {
                continue;
            }
            if (differences.size() < MOST_LISTED) {
                differences.add(
                        "%s: %s %s, %s %s".formatted(topic, expecting, wanted, finding, is));
            } else {
                further++;
            }
        }
        if (further > 0) {
            differences.add("and %d more".formatted(further));
        }
        return differences;
    }

    /// Does nothing where there are no differences.
    ///
    /// @param step what did not account for all: "The redaction of DRIVE"
    /// @throws InternalException naming them
    public static void settle(String step, List<String> differences) {
        if (!differences.isEmpty()) {
            throw new InternalException(
                    "%s does not account for its input, so nothing of it is to be relied on: %s"
                            .formatted(step, String.join("; ", differences)));
        }
    }
}
