package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.cli.platform.Catalog.Entry;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RecordedLoss;
import dev.roadloop.contracts.TopicLedger;
import dev.roadloop.domain.DriveId;
import java.util.List;

/// What a salvaged drive's report says was recovered and lost.
///
/// @param recovered messages of all topics
/// @param losses what damaged places no longer yield
record LossAccount(long recovered, List<RecordedLoss> losses) {

    LossAccount {
        losses = List.copyOf(losses);
    }

    /// @param drive its catalog entry, which must agree with the report
    static LossAccount of(Platform platform, Entry drive) {
        String key = DriveKeys.inspection(DriveId.parse(drive.get("driveId")));
        byte[] json =
                platform.clients()
                        .s3()
                        .getObjectAsBytes(request -> request.bucket(platform.goldBucket()).key(key))
                        .asByteArray();
        InspectionReport report = Json.read(json, InspectionReport.class, key);
        long recovered = report.topics().stream().mapToLong(TopicLedger::messages).sum();
        assertThat(drive.get("messages")).as(key).isEqualTo(Long.toString(recovered));
        assertThat(drive.get("losses")).as(key).isEqualTo(Integer.toString(report.losses().size()));
        return new LossAccount(recovered, report.losses());
    }

    /// Whether it is known of every loss how many messages it took.
    boolean counted() {
        return losses.stream().allMatch(loss -> loss.messages() != null);
    }

    /// Recovered and lost messages together are all there were; where a loss cannot be counted, it
    /// is reported at least.
    void covers(String name, long whole) {
        long lost =
                losses.stream()
                        .mapToLong(loss -> loss.messages() == null ? 0 : loss.messages())
                        .sum();
        if (counted()) {
            assertThat(recovered + lost).as("%s: %s", name, this).isEqualTo(whole);
        } else {
            assertThat(recovered + lost).as("%s: %s", name, this).isLessThanOrEqualTo(whole);
        }
    }
}
