package dev.roadloop.inspect;

import dev.roadloop.contracts.Finding;
import java.util.List;

/// Has every [Rule] look at the evidence.
final class Judgement {

    private static final List<Rule> RULES =
            List.of(
                    new ContentsRule(),
                    new DamageRule(),
                    new DecodingRule(),
                    new LogTimeRule(),
                    new StampRule(),
                    new GpsClockRule(),
                    new SensorRule(),
                    new PositionRule());

    private Judgement() {}

    /// All findings, the most severe first. The same evidence gives the same findings.
    static List<Finding> on(Evidence evidence) {
        FindingList findings = new FindingList(evidence.policy());
        RULES.forEach(rule -> rule.judge(evidence, findings));
        return findings.bySeverity();
    }
}
