package dev.roadloop.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.glue.CfnDatabase;
import software.amazon.awscdk.services.glue.CfnTable;
import software.constructs.Construct;

/// What Athena sees of silver: the table `signals`, whose partitions are computed from the query,
/// so that a converted drive can be queried at once and no crawler runs.
///
/// The table has the columns that the convert job gives to every topic, not those of a topic's own
/// messages. A query names one topic and one drive, because their partitions are injected: `WHERE
/// topic = 'imu' AND drive = '…'`.
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
        String location = "s3://" + foundation.buckets().silver().getBucketName() + "/signals/";
        CfnTable.Builder.create(this, "Signals")
                .catalogId(account)
                .databaseName(database.getRef())
                .tableInput(
                        CfnTable.TableInputProperty.builder()
                                .name("signals")
                                .description(
                                        "Messages of every topic, one row each; times in"
                                                + " nanoseconds since 1970 UTC")
                                .tableType("EXTERNAL_TABLE")
                                .partitionKeys(
                                        List.of(
                                                column("topic", "string"),
                                                column("date", "string"),
                                                column("drive", "string")))
                                .parameters(
                                        Map.ofEntries(
                                                Map.entry("classification", "parquet"),
                                                Map.entry("EXTERNAL", "TRUE"),
                                                Map.entry("projection.enabled", "true"),
                                                Map.entry("projection.topic.type", "injected"),
                                                Map.entry("projection.date.type", "date"),
                                                Map.entry("projection.date.format", "yyyy-MM-dd"),
                                                Map.entry(
                                                        "projection.date.range",
                                                        "2010-01-01,NOW+1DAY"),
                                                Map.entry("projection.drive.type", "injected"),
                                                Map.entry(
                                                        "storage.location.template",
                                                        location
                                                                + "topic=${topic}/date=${date}/drive=${drive}/")))
                                .storageDescriptor(
                                        CfnTable.StorageDescriptorProperty.builder()
                                                .location(location)
                                                .inputFormat(
                                                        "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat")
                                                .outputFormat(
                                                        "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat")
                                                .serdeInfo(
                                                        CfnTable.SerdeInfoProperty.builder()
                                                                .serializationLibrary(
                                                                        "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe")
                                                                .parameters(
                                                                        Map.of(
                                                                                "serialization.format",
                                                                                "1"))
                                                                .build())
                                                .columns(
                                                        List.of(
                                                                // bigint over a nanosecond
                                                                // timestamp keeps all nine digits;
                                                                // timestamp would keep three.
                                                                column("log_time", "bigint"),
                                                                column("publish_time", "bigint"),
                                                                column("sequence", "bigint"),
                                                                column("source_file", "string"),
                                                                column("frame_key", "string"),
                                                                column(
                                                                        "undecoded_reason",
                                                                        "string"),
                                                                column(
                                                                        "undecoded_bytes",
                                                                        "binary")))
                                                .build())
                                .build())
                .build();
    }

    private static CfnTable.ColumnProperty column(String name, String type) {
        return CfnTable.ColumnProperty.builder().name(name).type(type).build();
    }
}
