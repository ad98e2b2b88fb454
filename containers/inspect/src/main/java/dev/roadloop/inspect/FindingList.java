package dev.roadloop.inspect;

import dev.roadloop.contracts.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The findings of one judgement, each as severe as the policy says.
final class FindingList {

    private final SensorPolicy policy;
    private final List<Finding> findings = new ArrayList<>();

    FindingList(SensorPolicy policy) {
        this.policy = policy;
    }

    /// Adds a finding.
    ///
    /// @param topic the topic that it is about; null for none
    /// @param numbers those of the check, in its order; NaN leaves one out
    void add(Check check, @Nullable String topic, String message, double... numbers) {
        if (numbers.length != check.numbers().size()) {
            throw new IllegalArgumentException(
                    check
                            + " has "
                            + check.numbers().size()
                            + " numbers, found "
                            + numbers.length
                            + "; declare in Check what a finding carries");
        }
        Map<String, Double> named = new LinkedHashMap<>();
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isNaN(numbers[i])) {
                named.put(check.numbers().get(i).name(), numbers[i]);
            }
        }
        findings.add(new Finding(check.name(), policy.severity(check), topic, message, named));
    }

    /// The most severe first, those of the same severity in the order they were added.
    List<Finding> bySeverity() {
        findings.sort(Comparator.comparing(Finding::severity).reversed());
        return List.copyOf(findings);
    }
}
