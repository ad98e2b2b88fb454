package dev.roadloop.ingest.register;

import static dev.roadloop.ingest.register.IngestWorld.bytes;
import static dev.roadloop.ingest.register.IngestWorld.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.aws.ObjectCopy;
import dev.roadloop.contracts.DriveCatalogued;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.QuarantineReason;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.GeoPoint;
import dev.roadloop.domain.Sha256;
import dev.roadloop.ingest.catalog.CatalogDrive;
import dev.roadloop.ingest.catalog.RebuildCatalog;
import dev.roadloop.ingest.log.IngestLog;
import dev.roadloop.ingest.quarantine.QuarantineDrive;
import dev.roadloop.ingest.verify.VerifyFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class IngestFlowTest {
    private static final String EXECUTION =
            "arn:aws:states:eu-central-1:1:execution:ingest-drive:x";

    private IngestWorld world;
    private VerifyFile verify;

    @BeforeEach
    void open() {
        world = new IngestWorld();
        verify =
                new VerifyFile(
                        world.landing,
                        world.bronze,
                        world.archive,
                        new IngestLog(world.gold),
                        new ObjectCopy(5 << 20),
                        Clock.systemUTC());
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    @Tag("slow")
    void rebuildsAnEqualTableFromGoldAloneWhenLandingAndBronzeHaveExpired() {
        DriveId drive = world.registered("u1", Map.of("a.mcap", bytes("a"), "b.bin", bytes("b")));
        verify(drive, 0);
        verify(drive, 1);
        JobReports.put(world, drive, 60, "/t", new GeoPoint(49.0, 8.4));
        DriveCatalogued event =
                new CatalogDrive(
                                world.archive,
                                world.catalog,
                                new IngestLog(world.gold),
                                Clock.systemUTC())
                        .catalog(new CatalogDrive.Request(drive, event(1), EXECUTION));
        world.registered("u2", Map.of("a.mcap", bytes("second drive")));
        world.quarantine.quarantine(
                new QuarantineDrive.Request(
                        world.registered("u3", Map.of("a.mcap", bytes("third"))),
                        event(3),
                        EXECUTION,
                        1,
                        QuarantineReason.SHA256_MISMATCH,
                        "a.mcap is another"));
        world.aws.put("landing/drives/car/u4/manifest.json", bytes("no manifest"));
        world.look("u4");
        Map<String, Map<String, AttributeValue>> before = world.table();

        world.dynamo.deleteTable(request -> request.tableName("drives"));
        world.createTable();
        for (String bucket : List.of("landing", "bronze")) {
            world.aws.keys(bucket + "/").forEach(world.aws::delete);
        }
        RebuildCatalog.Report report = new RebuildCatalog(world.archive, world.catalog).rebuild();

        assertThat(world.table()).isEqualTo(before);
        assertThat(before).hasSize(3 + 60 + 2 + 3 + 4);
        assertThat(report).isEqualTo(new RebuildCatalog.Report(3, 65, 4, List.of()));
        assertThat(event.geohash()).isEqualTo("u0tyz0h");
        assertThat(before.get("DRIVE#" + drive + " META"))
                .containsEntry("status", AttributeValue.fromS("CATALOGUED"))
                .containsEntry("correlationId", AttributeValue.fromS("event-0"))
                .containsEntry("messages", AttributeValue.fromN("600"))
                .containsEntry("clips", AttributeValue.fromN("2"));
        assertThat(before.get("DRIVE#" + drive + " CLIP#000000"))
                .containsEntry("gsi1pk", AttributeValue.fromS("CLIPS#u0tyz"))
                .containsEntry("key", AttributeValue.fromS(DriveKeys.clip(drive, 0)))
                .containsEntry("missing", AttributeValue.fromN("1"))
                .containsEntry("keyframeCoverage", AttributeValue.fromN("1"));
        assertThat(before.get("DRIVE#" + drive + " CLIP#000003"))
                .containsEntry("gsi1pk", AttributeValue.fromS("CLIPS#-"))
                .doesNotContainKey("geohash");
    }

    @Test
    void copiesWhatWasVerifiedAndRepeatsNothing() {
        DriveId drive = world.registered("u1", Map.of("a.mcap", bytes("a")));

        assertThat(verify(drive, 0).outcome()).isEqualTo(VerifyFile.Outcome.VERIFIED);
        String etag = world.bronze.find(DriveKeys.rawFile(drive, "a.mcap")).orElseThrow().etag();
        assertThat(verify(drive, 0).outcome()).isEqualTo(VerifyFile.Outcome.VERIFIED);

        assertThat(world.bronze.find(DriveKeys.rawFile(drive, "a.mcap")).orElseThrow().etag())
                .isEqualTo(etag);
        assertThat(world.aws.keys("landing/")).contains("landing/drives/car/u1/a.mcap");
        assertThat(world.aws.keys("gold/"))
                .contains("gold/logs/ingest/" + drive + "/verified/1-0.json");
    }

    @Test
    void believesTheSha256ThatS3KeepsOfTheWholeAndReadsWhereThereIsNone() {
        String right = base64(bytes("a"));
        assertThat(verifiedBy("u1", right)).isEqualTo("S3 checksum");
        assertThat(verifiedBy("u2", right + "-3")).isEqualTo("stream");
        assertThat(verifiedBy("u3", null)).isEqualTo("stream");

        world.manifest("drives/car/u4/", Map.of("a.mcap", bytes("u4")));
        world.aws.put("landing/drives/car/u4/a.mcap", bytes("u4"), base64(bytes("other")));
        DriveId drive = ((RegistrationOutcome.Registered) world.look("u4")).driveId();
        assertThat(verify(drive, 0).reason()).isEqualTo(QuarantineReason.SHA256_MISMATCH);
    }

    private static String base64(byte[] content) {
        return Base64.getEncoder()
                .encodeToString(HexFormat.of().parseHex(Sha256.of(content).hex()));
    }

    /// @param checksum what S3 keeps of the file, which is the upload's name
    private String verifiedBy(String upload, @Nullable String checksum) {
        byte[] content = bytes("a");
        Map<String, byte[]> files = Map.of("a.mcap", content, "b.bin", bytes(upload));
        String key = "landing/drives/car/" + upload + "/";
        world.manifest("drives/car/" + upload + "/", files);
        world.aws.put(key + "b.bin", bytes(upload));
        if (checksum == null) {
            world.aws.put(key + "a.mcap", content);
        } else {
            world.aws.put(key + "a.mcap", content, checksum);
        }
        DriveId drive = ((RegistrationOutcome.Registered) world.look(upload)).driveId();
        assertThat(verify(drive, 0).outcome()).isEqualTo(VerifyFile.Outcome.VERIFIED);
        return new IngestLog(world.gold)
                .find(drive, "verified/1-0")
                .orElseThrow()
                .details()
                .get("by");
    }

    @Test
    void triesAQuarantinedDriveAgainOnceItsFileIsMended() {
        world.manifest("drives/car/u1/", Map.of("a.mcap", bytes("right")));
        world.aws.put("landing/drives/car/u1/a.mcap", bytes("wrong"));
        DriveId drive = ((RegistrationOutcome.Registered) world.look("u1")).driveId();
        VerifyFile.Result result = verify(drive, 0);
        assertThat(result.reason()).isEqualTo(QuarantineReason.SHA256_MISMATCH);
        assertThat(result.message()).contains(drive.toString(), "a.mcap", "expected");
        world.quarantine.quarantine(
                new QuarantineDrive.Request(
                        drive, event(1), EXECUTION, 1, QuarantineReason.SHA256_MISMATCH, "wrong"));
        assertThat(world.look("u1")).isInstanceOf(RegistrationOutcome.Settled.class);

        world.aws.put("landing/drives/car/u1/a.mcap", bytes("right"));

        assertThat(world.look("u1")).isEqualTo(new RegistrationOutcome.Registered(drive, 2));
        assertThat(verify(drive, 0).outcome()).isEqualTo(VerifyFile.Outcome.VERIFIED);
        assertThat(world.aws.executions()).containsExactly(drive.toString(), drive + "-2");
        assertThat(world.emitted("DriveRegistered")).isEqualTo(1);
        assertThat(world.table().get("DRIVE#" + drive + " META"))
                .containsEntry("status", AttributeValue.fromS("REGISTERED"));
    }

    @Test
    void quarantinesALostFile() {
        DriveId drive = world.registered("u1", Map.of("a.mcap", bytes("a")));
        world.aws.delete("landing/drives/car/u1/a.mcap");

        assertThat(verify(drive, 0).reason()).isEqualTo(QuarantineReason.FILE_CHANGED);
    }

    @ParameterizedTest
    @CsvSource({
        "../../etc/passwd,ARCHIVE_PATH_TRAVERSAL",
        "/abs,ARCHIVE_PATH_TRAVERSAL",
        "a/../../x,ARCHIVE_PATH_TRAVERSAL",
        "C:\\x,ARCHIVE_PATH_TRAVERSAL",
        "a/../b,"
    })
    void looksIntoArchives(String entry, QuarantineReason reason) throws IOException {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry(entry));
            out.write(1);
            out.closeEntry();
        }
        DriveId drive =
                world.registered("u1", Map.of("a.mcap", bytes("a"), "b.zip", zip.toByteArray()));

        assertThat(verify(drive, 1).reason()).isEqualTo(reason);
    }

    private VerifyFile.Result verify(DriveId drive, int index) {
        return verify.verify(new VerifyFile.Request(drive, event(0), EXECUTION, index));
    }
}
