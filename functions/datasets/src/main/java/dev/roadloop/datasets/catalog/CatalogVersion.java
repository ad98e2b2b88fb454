package dev.roadloop.datasets.catalog;

import dev.roadloop.aws.AwsFailures;
import dev.roadloop.contracts.DatasetVersionFrozen;
import dev.roadloop.contracts.FreezeOutcome;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.TransientException;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// Enters a frozen version into the catalog: `DATASET#<name>` / `VERSION#<version>`, found by the
/// index `gsi1` under `DATASET` in the order of names and times. One conditional write settles who
/// was first, and so which build announces the version.
public final class CatalogVersion {
    private final DynamoDbClient table;
    private final String name;
    private final Clock clock;

    /// @param name of the table
    public CatalogVersion(DynamoDbClient table, String name, Clock clock) {
        this.table = table;
        this.name = name;
        this.clock = clock;
    }

    /// What to do now.
    ///
    /// @param announce whether this build is the one that announces the version
    /// @param event what to announce; the same however often it is asked for
    public record Catalogued(boolean announce, DatasetVersionFrozen event) {}

    /// Enters a version.
    ///
    /// @param outcome of the build, which froze it
    /// @throws CallerException when it froze none
    /// @throws TransientException when the table did not answer
    public Catalogued catalog(FreezeOutcome outcome) {
        if (outcome.dataset() == null
                || outcome.version() == null
                || outcome.manifestKey() == null) {
            throw new CallerException(
                    "build "
                            + outcome.build()
                            + ": expected a frozen version, found "
                            + outcome.verdict());
        }
        DatasetVersionFrozen event =
                new DatasetVersionFrozen(
                        "frozen-" + outcome.dataset() + "-" + outcome.version().prefix(16),
                        outcome.dataset(),
                        outcome.version(),
                        outcome.golden(),
                        outcome.build(),
                        outcome.manifestKey(),
                        outcome.samples().getOrDefault("train", 0),
                        outcome.samples().getOrDefault("val", 0),
                        outcome.samples().getOrDefault("test", 0),
                        clock.instant());
        Map<String, AttributeValue> key =
                Map.of(
                        "pk", text("DATASET#" + event.dataset()),
                        "sk", text("VERSION#" + event.version()));
        try {
            table.putItem(request ->
                    request.tableName(name)
                            .item(item(key, event))
                            .conditionExpression("attribute_not_exists(pk)"));
            return new Catalogued(true, event);
        } catch (ConditionalCheckFailedException e) {
            return there(key, outcome);
        } catch (SdkException e) {
            throw AwsFailures.translated("entering " + event.eventId(), e);
        }
    }

    private Catalogued there(Map<String, AttributeValue> key, FreezeOutcome outcome) {
        try {
            AttributeValue event =
                    table.getItem(request -> request.tableName(name).key(key).consistentRead(true))
                            .item()
                            .get("event");
            if (event == null) {
                throw new TransientException(outcome.build() + ": its version vanished");
            }
            DatasetVersionFrozen first =
                    Json.read(event.s(), DatasetVersionFrozen.class, "the catalog");
            return new Catalogued(first.build().equals(outcome.build()), first);
        } catch (SdkException e) {
            throw AwsFailures.translated("reading the version of " + outcome.build(), e);
        }
    }

    private static Map<String, AttributeValue> item(
            Map<String, AttributeValue> key, DatasetVersionFrozen event) {
        return Map.of(
                "pk", key.get("pk"),
                "sk", key.get("sk"),
                "gsi1pk", text("DATASET"),
                "gsi1sk", text(event.dataset() + "#" + event.frozenAt()),
                "event", text(Json.text(event)));
    }

    private static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
