package dev.roadloop.ingest.redaction;

import static dev.roadloop.ingest.redaction.RedactedDrives.CORRELATION;
import static dev.roadloop.ingest.redaction.RedactedDrives.DRIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roadloop.contracts.DriveHeld;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.RedactionVerdict;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.InternalException;
import dev.roadloop.ingest.EventBus;
import dev.roadloop.ingest.catalog.DriveCatalog;
import dev.roadloop.ingest.log.IngestLog;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.dynamodb.services.local.embedded.DynamoDBEmbedded;
import software.amazon.dynamodb.services.local.shared.access.AmazonDynamoDBLocal;

class HoldDriveTest {

    private static final String MESSAGE = "of 72 plates 3 were found; the policy's floor is 0.90";

    private final RedactedDrives drives = new RedactedDrives();
    private final AmazonDynamoDBLocal local = DynamoDBEmbedded.create();
    private final DynamoDbClient dynamo = local.dynamoDbClient();
    private final HoldDrive holdDrive =
            new HoldDrive(
                    drives.archive,
                    new DriveCatalog(dynamo, "drives"),
                    new IngestLog(drives.gold),
                    new EventBus(drives.clients.eventBridge(), "bus"),
                    RedactedDrives.CLOCK);

    @BeforeEach
    void createTable() {
        dynamo.createTable(request ->
                request.tableName("drives")
                        .billingMode(BillingMode.PAY_PER_REQUEST)
                        .attributeDefinitions(
                                a -> a.attributeName("pk").attributeType(ScalarAttributeType.S),
                                a -> a.attributeName("sk").attributeType(ScalarAttributeType.S))
                        .keySchema(
                                k -> k.attributeName("pk").keyType(KeyType.HASH),
                                k -> k.attributeName("sk").keyType(KeyType.RANGE)));
    }

    @AfterEach
    void close() {
        dynamo.close();
        local.shutdown();
        drives.close();
    }

    private DriveHeld hold(DriveId drive) {
        return holdDrive.hold(new HoldDrive.Request(drive, CORRELATION, "execution-1"));
    }

    private Map<String, AttributeValue> entry() {
        return dynamo.getItem(request ->
                        request.tableName("drives")
                                .key(
                                        Map.of(
                                                "pk",
                                                AttributeValue.fromS("DRIVE#" + DRIVE),
                                                "sk",
                                                AttributeValue.fromS("META"))))
                .item();
    }

    @Test
    void aHeldDriveIsMarkedAndAnnouncedWithTheReportsReason() {
        drives.redacted(RedactionVerdict.HELD, MESSAGE);

        DriveHeld event = hold(DRIVE);

        assertThat(entry().get("status").s()).isEqualTo("HELD_FOR_REVIEW");
        assertThat(event.message()).isEqualTo(MESSAGE);
        assertThat(event.reportKey()).isEqualTo(DriveKeys.redaction(DRIVE));
        assertThat(drives.aws.events())
                .singleElement()
                .satisfies(body ->
                        assertThat(body)
                                .contains(DriveHeld.NAME, DRIVE.toString(), "3 were found"));
    }

    @Test
    void holdingAgainAnnouncesNothingAndSaysTheSame() {
        drives.redacted(RedactionVerdict.HELD, MESSAGE);

        assertThat(hold(DRIVE)).isEqualTo(hold(DRIVE));
        assertThat(drives.aws.events()).hasSize(1);
    }

    @Test
    void aDriveWhoseReportSaysCleanCannotBeHeld() {
        drives.redacted(RedactionVerdict.CLEAN, "");

        assertThatExceptionOfType(InternalException.class)
                .isThrownBy(() -> hold(DRIVE))
                .withMessageContaining(DRIVE + " cannot be held");
        assertThat(entry()).isEmpty();
        assertThat(drives.aws.events()).isEmpty();
    }

    @Test
    void aDriveThatDoesNotExistCannotBeHeld() {
        DriveId other = DriveId.parse("car-20260102T030405Z-ffffffff");

        assertThatExceptionOfType(CallerException.class)
                .isThrownBy(() -> hold(other))
                .withMessageContaining("there is no drive " + other);
    }
}
