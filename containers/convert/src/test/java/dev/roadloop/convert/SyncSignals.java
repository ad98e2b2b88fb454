package dev.roadloop.convert;

import dev.roadloop.contracts.ConversionReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// What tests of the synchronised table have in common: times, messages with a stamp, and the
/// table.
final class SyncSignals {

    static final long START = 1_767_225_600_000_000_000L;
    static final String STAMPED =
            "Header header\nfloat64 %s\n"
                    + "=".repeat(80)
                    + "\nMSG: std_msgs/Header\nuint32 seq\ntime stamp\nstring frame_id\n";

    private SyncSignals() {}

    static ConversionPolicy policy(String sync) {
        return ConversionPolicy.parse(
                ("{\"id\":\"car\",\"version\":2,\"sync\":" + sync + "}")
                        .getBytes(StandardCharsets.UTF_8),
                "policies/conversion/car.json");
    }

    static long nanos(double seconds) {
        return START + Math.round(seconds * 1e9);
    }

    static ConversionReport convert(Path directory, TestRecording recording) throws Exception {
        return recording.convert(
                directory.resolve("out"), new AllProducts(ConversionPolicy.bundled()));
    }

    static List<String> sync(Path directory, String sql) throws Exception {
        try (Tables tables = new Tables(directory.resolve("out"))) {
            return tables.sync(sql);
        }
    }

    static double[] numbers(String row) {
        return List.of(row.split("\\|")).stream().mapToDouble(Double::parseDouble).toArray();
    }
}
