package dev.roadloop.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.glue.CfnDatabase;
import software.amazon.awscdk.services.glue.CfnTable;
import software.constructs.Construct;

/// What Athena sees of silver: the tables `signals` and `sync`, whose partitions are computed from
/// the query, so that a converted drive can be queried at once and no crawler runs.
///
/// `signals` has the columns that the convert job gives to every topic, not those of a topic's own
/// messages; `sync` has those of the sensors in [SyncColumns]. A query names one drive, and of
/// `signals` one topic, because these partitions are injected: `WHERE topic = 'imu' AND drive =
/// '…'`.
final class SignalTables extends Construct {

    SignalTables(Construct scope, String id, FoundationStack foundation) {
        super(scope, id);
        String account = Stack.of(this).getAccount();
        CfnDatabase database =
                CfnDatabase.Builder.create(this, "Database")
                        .catalogId(account)
                        .databaseInput(
                                CfnDatabase.DatabaseInputProperty.builder()
                                        .name("roadloop")
                                        .description("Roadloop: tables over the silver bucket")
                                        .build())
                        .build();
        String silver = "s3://" + foundation.buckets().silver().getBucketName() + "/";
        table(
                "Signals",
                database,
                new Contents(
                        "signals",
                        "Messages of every topic, one row each; times in nanoseconds since 1970"
                                + " UTC",
                        silver,
                        List.of("topic", "date", "drive"),
                        // bigint over a nanosecond timestamp keeps all nine digits; timestamp would
                        // keep three.
                        List.of(
                                column("log_time", "bigint"),
                                column("publish_time", "bigint"),
                                column("sequence", "bigint"),
                                column("source_file", "string"),
                                column("frame_key", "string"),
                                column("undecoded_reason", "string"),
                                column("undecoded_bytes", "binary"))));
        table(
                "Sync",
                database,
                new Contents(
                        "sync",
                        "What all sensors showed at the same times, nanoseconds since 1970 UTC; a"
                                + " drive without a sensor has null there",
                        silver,
                        List.of("date", "drive"),
                        SyncColumns.all()));
    }

    /// What a table is about.
    private record Contents(
            String name,
            String description,
            String silver,
            List<String> partitions,
            List<CfnTable.ColumnProperty> columns) {}

    private void table(String id, CfnDatabase database, Contents contents) {
        String location = contents.silver() + contents.name() + "/";
        Map<String, String> parameters = new TreeMap<>();
        parameters.put("classification", "parquet");
        parameters.put("EXTERNAL", "TRUE");
        parameters.put("projection.enabled", "true");
        StringBuilder template = new StringBuilder(location);
        for (String partition : contents.partitions()) {
            boolean date = partition.equals("date");
            parameters.put("projection." + partition + ".type", date ? "date" : "injected");
            template.append(partition).append("=${").append(partition).append("}/");
        }
        parameters.put("projection.date.format", "yyyy-MM-dd");
        parameters.put("projection.date.range", "2010-01-01,NOW+1DAY");
        parameters.put("storage.location.template", template.toString());
        CfnTable.Builder.create(this, id)
                .catalogId(database.getCatalogId())
                .databaseName(database.getRef())
                .tableInput(
                        CfnTable.TableInputProperty.builder()
                                .name(contents.name())
                                .description(contents.description())
                                .tableType("EXTERNAL_TABLE")
                                .partitionKeys(
                                        contents.partitions().stream()
                                                .map(name -> column(name, "string"))
                                                .toList())
                                .parameters(parameters)
                                .storageDescriptor(files(location, contents.columns()))
                                .build())
                .build();
    }

    private static CfnTable.StorageDescriptorProperty files(
            String location, List<CfnTable.ColumnProperty> columns) {
        return CfnTable.StorageDescriptorProperty.builder()
                .location(location)
                .inputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat")
                .outputFormat("org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat")
                .serdeInfo(
                        CfnTable.SerdeInfoProperty.builder()
                                .serializationLibrary(
                                        "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe")
                                .parameters(Map.of("serialization.format", "1"))
                                .build())
                .columns(columns)
                .build();
    }

    static CfnTable.ColumnProperty column(String name, String type) {
        return CfnTable.ColumnProperty.builder().name(name).type(type).build();
    }
}
