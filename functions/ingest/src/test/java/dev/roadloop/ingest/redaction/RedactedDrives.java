package dev.roadloop.ingest.redaction;

import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.TestAws;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.DriveRecord;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.contracts.RedactionReport.BoxList;
import dev.roadloop.contracts.RedactionReport.PixelCheck;
import dev.roadloop.contracts.RedactionVerdict;
import dev.roadloop.contracts.TopicLedger;
import dev.roadloop.contracts.Verdict;
import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.SensorTime;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.UploadId;
import dev.roadloop.domain.VehicleId;
import dev.roadloop.ingest.catalog.DriveArchive;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/// A drive as it is in the buckets when its redaction is planned or judged.
final class RedactedDrives implements AutoCloseable {

    static final DriveId DRIVE = DriveId.parse("car-20260102T030405Z-0123abcd");
    static final CorrelationId CORRELATION = new CorrelationId("landed-1");
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T04:00:00Z"), ZoneOffset.UTC);

    final TestAws aws = new TestAws();
    final AwsClients clients = aws.clients();
    final Bucket gold = new Bucket(clients.s3(), "gold");
    final Bucket bronze = new Bucket(clients.s3(), "bronze");
    final DriveArchive archive = new DriveArchive(gold);

    RedactedDrives() {
        put(
                DriveKeys.record(DRIVE),
                new DriveRecord(
                        DRIVE,
                        new VehicleId("car"),
                        new UploadId("u"),
                        CORRELATION,
                        Instant.EPOCH,
                        1,
                        "s",
                        List.of(
                                new DriveRecord.LandedFile(
                                        "a.mcap",
                                        "drives/car/a.mcap",
                                        1,
                                        Sha256.of(new byte[1])))));
    }

    void inspected(TopicLedger... topics) {
        put(
                DriveKeys.inspection(DRIVE),
                new InspectionReport(
                        DRIVE,
                        "p@1",
                        Verdict.PASS,
                        null,
                        null,
                        null,
                        null,
                        List.of(),
                        List.of(topics),
                        List.of(),
                        List.of(),
                        null,
                        null));
    }

    static TopicLedger camera(long frames, double seconds) {
        return new TopicLedger(
                "/camera",
                "sensor_msgs/msg/CompressedImage",
                frames,
                1,
                new SensorTime(1_000_000_000L),
                new SensorTime((long) ((1 + seconds) * 1e9)),
                0,
                "h");
    }

    void redacted(RedactionVerdict verdict, String message) {
        Sha256 digest = Sha256.of(new byte[0]);
        put(
                DriveKeys.redaction(DRIVE),
                new RedactionReport(
                        DRIVE,
                        "default@1+abc",
                        digest,
                        verdict,
                        verdict == RedactionVerdict.HELD ? message : null,
                        null,
                        List.of(),
                        List.of(),
                        List.of(),
                        new BoxList(DriveKeys.redactionBoxes(DRIVE), digest, 0),
                        new PixelCheck(0, 0, 0),
                        List.of(),
                        null,
                        List.of()));
    }

    void put(String key, Object document) {
        aws.put("gold/" + key, Json.bytes(document));
    }

    @Override
    public void close() {
        aws.close();
    }
}
