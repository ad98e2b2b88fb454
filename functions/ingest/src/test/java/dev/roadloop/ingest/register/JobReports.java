package dev.roadloop.ingest.register;

import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.ConversionReport.ConvertedTopic;
import dev.roadloop.contracts.DriveClip;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.TopicLedger;
import dev.roadloop.contracts.Verdict;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.GeoBounds;
import dev.roadloop.domain.GeoPoint;
import dev.roadloop.domain.SensorTime;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.TopicKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the jobs would have written of a drive.
final class JobReports {
    private JobReports() {}

    /// Writes both reports; a drive at a place has two clips.
    ///
    /// @param count the number of topics
    /// @param name how their names begin; their number follows
    /// @param place where the drive was; null where that is not known
    static void put(
            IngestWorld world, DriveId drive, int count, String name, @Nullable GeoPoint place) {
        List<TopicLedger> ledgers = new ArrayList<>();
        List<ConvertedTopic> converted = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            TopicLedger ledger =
                    new TopicLedger(
                            name + i, "T", 10, 20, new SensorTime(1), new SensorTime(9), 2, "ab");
            ledgers.add(ledger);
            converted.add(
                    new ConvertedTopic(
                            ledger,
                            TopicKey.of(name + i),
                            10,
                            30,
                            List.of("signals/x" + i),
                            0,
                            null,
                            3,
                            null));
        }
        InspectionReport inspection =
                new InspectionReport(
                        drive,
                        "default@1",
                        Verdict.PASS,
                        null,
                        null,
                        new SensorTime(1),
                        new SensorTime(9),
                        List.of(),
                        ledgers,
                        List.of(),
                        List.of(),
                        place,
                        place == null ? null : GeoBounds.around(place));
        world.gold.put(DriveKeys.inspection(drive), Json.bytes(inspection), "application/json");
        world.gold.put(
                DriveKeys.conversion(drive),
                Json.bytes(
                        new ConversionReport(
                                drive,
                                converted,
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                place == null
                                        ? List.of()
                                        : List.of(clip(drive, 0, place), clip(drive, 3, null)),
                                List.of(),
                                null,
                                null)),
                "application/json");
    }

    private static DriveClip clip(DriveId drive, int index, @Nullable GeoPoint place) {
        return new DriveClip(
                index,
                new SensorTime(index * 10L),
                new SensorTime(index * 10L + 10),
                DriveKeys.clip(drive, index),
                99,
                Sha256.of(new byte[0]),
                7,
                List.of("t0", "t1"),
                List.of("t2"),
                0.5,
                20,
                40,
                1.0,
                place);
    }
}
