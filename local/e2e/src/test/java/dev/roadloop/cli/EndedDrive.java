package dev.roadloop.cli;

import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.domain.DriveId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.S3Object;

/// What an ingest has left of a drive.
///
/// @param entry its entry in the catalog
record EndedDrive(Platform platform, Catalog.Entry entry) {

    InspectionReport inspection() {
        return report(DriveKeys.inspection(id()), InspectionReport.class);
    }

    RedactionReport redaction() {
        return report(DriveKeys.redaction(id()), RedactionReport.class);
    }

    ConversionReport conversion() {
        return report(DriveKeys.conversion(id()), ConversionReport.class);
    }

    private DriveId id() {
        return DriveId.parse(entry.get("driveId"));
    }

    private <T> T report(String key, Class<T> type) {
        return Json.read(get("gold", key), type, key);
    }

    /// An object of the bucket with this in its name.
    byte[] get(String bucket, String key) {
        String name = bucket(bucket);
        return platform.clients()
                .s3()
                .getObjectAsBytes(request -> request.bucket(name).key(key))
                .asByteArray();
    }

    /// All keys of the bucket with this in its name.
    List<String> keys(String bucket) {
        String name = bucket(bucket);
        return platform
                .clients()
                .s3()
                .listObjectsV2Paginator(request -> request.bucket(name))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    private String bucket(String part) {
        return platform.clients().s3().listBuckets().buckets().stream()
                .map(Bucket::name)
                .filter(name -> name.endsWith(part))
                .findFirst()
                .orElseThrow();
    }

    /// Log times of a table's rows in nanoseconds, in their order, read by DuckDB, which shares no
    /// code with the writer.
    List<Long> logTimes(String table) throws SQLException {
        List<Long> times = new ArrayList<>();
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "select epoch_ns(log_time::timestamp_ns) from read_parquet('"
                                        + platform.silverFolder().resolve(table)
                                        + "') order by log_time")) {
            while (rows.next()) {
                times.add(rows.getLong(1));
            }
        }
        return times;
    }
}
