package dev.roadloop.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.InspectionReport.InspectedFile;
import dev.roadloop.contracts.RecordedLoss;
import java.util.List;
import org.junit.jupiter.api.Test;

class DamageTest {

    @Test
    void everyKindOfDamageIsAFindingOfItsOwn() {
        Evidence evidence =
                new Evidence(
                        SensorPolicy.bundled(),
                        List.of(),
                        new Positions(),
                        List.of(new InspectedFile("a.mcap", "mcap", 1000, 5)),
                        List.of(new Evidence.Unreadable("b.mcap", 7, "b.mcap: no recording")),
                        List.of(
                                new RecordedLoss("a.mcap", "/imu", 3L, 100, 700, "cut"),
                                new RecordedLoss("a.mcap", null, null, 700, 750, "cut"),
                                new RecordedLoss("a.mcap", null, 0L, 900, 950, "index")),
                        12);

        List<Finding> findings = Judgement.on(evidence);

        assertThat(findings)
                .extracting(Finding::code)
                .containsExactly(
                        "UNREADABLE_FILE",
                        "TOO_MUCH_LOST",
                        "DATA_LOST",
                        "DATA_LOST",
                        "INDEX_DAMAGED",
                        "FURTHER_DATA_LOST");
        assertThat(findings.get(1).numbers()).containsEntry("lostFraction", 0.65);
        assertThat(findings.get(2).numbers()).containsEntry("messages", 3.0);
        assertThat(findings.get(3).numbers()).doesNotContainKey("messages");
        assertThat(findings.get(5).numbers()).containsEntry("places", 12.0);
    }

    @Test
    void aByteThatSeveralLossesNameIsLostOnce() {
        List<RecordedLoss> losses =
                List.of(
                        new RecordedLoss("a", null, null, 100, 300, "cut"),
                        new RecordedLoss("a", "/imu", 3L, 200, 400, "cut"),
                        new RecordedLoss("b", null, null, 0, 50, "cut"),
                        new RecordedLoss("b", null, 0L, 0, 5000, "index"));

        assertThat(DamageRule.damagedBytes(losses)).isEqualTo(350);
    }
}
