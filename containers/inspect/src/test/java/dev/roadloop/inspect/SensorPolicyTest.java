package dev.roadloop.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.Finding.Severity;
import dev.roadloop.contracts.MalformedJsonException;
import dev.roadloop.contracts.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SensorPolicyTest {

    @Test
    void theBundledPolicyNamesItsVersionAndDigest() {
        assertThat(SensorPolicy.bundled().label()).matches("default@3\\+[0-9a-f]{12}");
    }

    @Test
    void aChangedLimitChangesTheLabel() {
        SensorPolicy bundled = SensorPolicy.bundled();
        SensorPolicy stricter =
                new SensorPolicy(
                        bundled.id(),
                        bundled.version(),
                        bundled.clock(),
                        bundled.gpsClock(),
                        new SensorPolicy.Losses(0.1),
                        bundled.contents(),
                        bundled.sensors(),
                        bundled.severities(),
                        bundled.verdicts());

        assertThat(stricter.label()).isNotEqualTo(bundled.label());
    }

    @Test
    void aPolicyWithoutSensorsIsRefusedAndNamesItsSource() {
        byte[] json = "{\"id\":\"x\",\"version\":1}".getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> SensorPolicy.parse(json, "policies/sensors/v1.json"))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("policies/sensors/v1.json");
    }

    @Test
    void whatAPolicyLeavesOutIsAsInTheBundledOne() {
        SensorPolicy policy =
                SensorPolicy.parse(
                        """
                        {"id": "truck", "version": 4,
                         "clock": {"maxSpanHours": 9},
                         "losses": {"maxLostFraction": 0.1}, "contents": {"maxTopics": 50},
                         "sensors": [],
                         "severities": {"GAP": "CRITICAL"}}\
                        """
                                .getBytes(StandardCharsets.UTF_8),
                        "policies/sensors/truck.json");
        SensorPolicy bundled = SensorPolicy.bundled();

        assertThat(policy.clock().maxSpanHours()).isEqualTo(9);
        assertThat(policy.clock().maxStampJumpSeconds())
                .isEqualTo(bundled.clock().maxStampJumpSeconds());
        assertThat(policy.gpsClock()).isEqualTo(bundled.gpsClock());
        assertThat(policy.severity(Check.GAP)).isEqualTo(Severity.CRITICAL);
        assertThat(policy.severity(Check.RATE_LOW)).isEqualTo(bundled.severity(Check.RATE_LOW));
        assertThat(policy.verdicts()).isEqualTo(bundled.verdicts());
    }

    @Test
    void aSeverityOfAFindingThatThereIsNotIsRefused() {
        byte[] json =
                """
                {"id": "truck", "version": 4, "clock": {}, "losses": {"maxLostFraction": 0.1},
                 "contents": {"maxTopics": 50}, "sensors": [], "severities": {"GAPS": "INFO"}}\
                """
                        .getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> SensorPolicy.parse(json, "policies/sensors/truck.json"))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContaining("policies/sensors/truck.json")
                .hasMessageContaining("GAPS");
    }

    @Test
    void theVerdictIsWhatThePolicyMakesOfTheWorstFinding() {
        SensorPolicy bundled = SensorPolicy.bundled();
        Finding info = new Finding("A", Severity.INFO, null, "a", Map.of());
        Finding critical = new Finding("B", Severity.CRITICAL, null, "b", Map.of());

        assertThat(bundled.verdict(List.of())).isEqualTo(Verdict.PASS);
        assertThat(bundled.verdict(List.of(info))).isEqualTo(Verdict.PASS);
        assertThat(bundled.verdict(List.of(info, critical))).isEqualTo(Verdict.QUARANTINE);
    }
}
