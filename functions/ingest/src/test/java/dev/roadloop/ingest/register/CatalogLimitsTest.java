package dev.roadloop.ingest.register;

import static dev.roadloop.ingest.register.IngestWorld.bytes;
import static dev.roadloop.ingest.register.IngestWorld.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.DriveCatalogued;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.DriveId;
import dev.roadloop.ingest.catalog.CatalogDrive;
import dev.roadloop.ingest.catalog.RebuildCatalog;
import dev.roadloop.ingest.log.IngestLog;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Drives at the limits of what AWS takes: items of 400 KB, batches of 25, pages of 1 MB, answers
/// of 256 KiB.
@Tag("slow")
class CatalogLimitsTest {
    private static final int TOPICS = 5_001;
    private static final int ANSWER = 256 << 10;

    private IngestWorld world;

    @BeforeEach
    void open() {
        world = new IngestWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    @Tag("slow")
    void cataloguesMoreTopicsThanFitAPageAndRebuildsThem() {
        DriveId drive = world.registered("u", Map.of("a.mcap", bytes("a")));
        JobReports.put(world, drive, TOPICS, "/topic/", null);

        DriveCatalogued answer = catalogue(drive);

        assertThat(answer.topics()).isEqualTo(TOPICS);
        assertThat(Json.bytes(answer)).hasSizeLessThan(ANSWER / 100);
        Map<String, Map<String, AttributeValue>> table = world.table();
        assertThat(table).hasSize(TOPICS + 3);
        world.dynamo.deleteTable(request -> request.tableName("drives"));
        world.createTable();
        assertThat(new RebuildCatalog(world.archive, world.catalog).rebuild().items())
                .isEqualTo(TOPICS + 1);
        assertThat(world.table()).isEqualTo(table);
    }

    @Test
    void cataloguesNamesThatAreLongInUtf8() {
        Map<String, byte[]> files = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            files.put("前".repeat(220) + i + ".mcap", bytes("f" + i));
        }
        DriveId drive = world.registered("u", files);
        JobReports.put(world, drive, 900, "/" + "話題".repeat(160), null);

        catalogue(drive);

        Map<String, AttributeValue> item = world.table().get("DRIVE#" + drive + " META");
        assertThat(item.get("status").s()).isEqualTo("CATALOGUED");
        assertThat(item.get("files").n()).isEqualTo("300");
        assertThat(item.get("text").s()).doesNotContain("�");
    }

    private DriveCatalogued catalogue(DriveId drive) {
        return new CatalogDrive(
                        world.archive, world.catalog, new IngestLog(world.gold), Clock.systemUTC())
                .catalog(
                        new CatalogDrive.Request(
                                drive,
                                event(1),
                                "arn:aws:states:eu-central-1:1:execution:ingest-drive:x"));
    }
}
