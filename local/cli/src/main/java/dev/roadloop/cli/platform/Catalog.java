package dev.roadloop.cli.platform;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reads the drive catalog.
public final class Catalog {

    private final DynamoDbClient dynamo;
    private final String table;

    /// The catalog of a platform.
    public Catalog(Platform platform) {
        this.dynamo = platform.clients().dynamoDb();
        this.table = platform.drivesTable();
    }

    /// An entry: attributes by name, as text.
    ///
    /// @param values those with one value, without the table's own keys
    /// @param lists those with several
    public record Entry(Map<String, String> values, Map<String, List<String>> lists) {
        /// Copies the values.
        public Entry {
            values = Map.copyOf(values);
            lists = Map.copyOf(lists);
        }

        /// An entry without lists.
        public Entry(Map<String, String> values) {
            this(values, Map.of());
        }

        /// All values of a list, or none.
        public List<String> list(String name) {
            return lists.getOrDefault(name, List.of());
        }

        /// The attribute, or nothing.
        public String get(String name) {
            return values.getOrDefault(name, "");
        }
    }

    /// What became of an upload; empty while it is incomplete.
    public Optional<Entry> upload(String vehicle, String upload) {
        return item("UPLOAD#" + vehicle + "/" + upload, "META");
    }

    /// What became of these files: the upload's entry once it speaks of them; empty while it is
    /// incomplete.
    ///
    /// Files that were registered before, and lay there again after others of the same name, are
    /// found by their drive.
    public Optional<Entry> upload(Upload upload) {
        Optional<Entry> entry = upload(upload.vehicle(), upload.name());
        if (entry.isEmpty() || upload.answeredBy(entry.get())) {
            return entry;
        }
        return drives().stream()
                .filter(drive ->
                        drive.get("vehicle").equals(upload.vehicle()) && upload.answeredBy(drive))
                .findFirst();
    }

    /// A drive; empty if it was never registered.
    public Optional<Entry> drive(String driveId) {
        return item("DRIVE#" + driveId, "META");
    }

    /// All drives, the newest recording first.
    public List<Entry> drives() {
        List<Entry> all = new ArrayList<>();
        dynamo.scanPaginator(request ->
                        request.tableName(table)
                                .filterExpression("sk = :meta AND begins_with(pk, :drive)")
                                .expressionAttributeValues(
                                        Map.of(
                                                ":meta",
                                                AttributeValue.fromS("META"),
                                                ":drive",
                                                AttributeValue.fromS("DRIVE#"))))
                .items()
                .forEach(item -> all.add(entry(item)));
        all.sort(Comparator.comparing((Entry entry) -> entry.get("startTime")).reversed());
        return all;
    }

    /// A drive's topics by name.
    public List<Entry> topics(String driveId) {
        return ofDrive(driveId, "TOPIC#");
    }

    /// A drive's clips in their order.
    public List<Entry> clips(String driveId) {
        return ofDrive(driveId, "CLIP#");
    }

    private List<Entry> ofDrive(String driveId, String sortKeys) {
        List<Entry> entries = new ArrayList<>();
        dynamo.queryPaginator(request ->
                        request.tableName(table)
                                .keyConditionExpression("pk = :drive AND begins_with(sk, :keys)")
                                .expressionAttributeValues(
                                        Map.of(
                                                ":drive",
                                                AttributeValue.fromS("DRIVE#" + driveId),
                                                ":keys",
                                                AttributeValue.fromS(sortKeys))))
                .items()
                .forEach(item -> entries.add(entry(item)));
        return entries;
    }

    private Optional<Entry> item(String pk, String sk) {
        Map<String, AttributeValue> found =
                dynamo.getItem(request ->
                                request.tableName(table)
                                        .consistentRead(true)
                                        .key(
                                                Map.of(
                                                        "pk",
                                                        AttributeValue.fromS(pk),
                                                        "sk",
                                                        AttributeValue.fromS(sk))))
                        .item();
        return found.isEmpty() ? Optional.empty() : Optional.of(entry(found));
    }

    private static Entry entry(Map<String, AttributeValue> item) {
        Map<String, String> values = new TreeMap<>();
        Map<String, List<String>> lists = new TreeMap<>();
        new HashMap<>(item)
                .forEach((name, value) -> {
                    if (value.s() != null) {
                        values.put(name, value.s());
                    } else if (value.n() != null) {
                        values.put(name, value.n());
                    } else if (value.hasL()) {
                        lists.put(
                                name,
                                value.l().stream()
                                        .map(AttributeValue::s)
                                        .filter(Objects::nonNull)
                                        .toList());
                    }
                });
        return new Entry(values, lists);
    }
}
