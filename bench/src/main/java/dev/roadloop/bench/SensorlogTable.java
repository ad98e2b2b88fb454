package dev.roadloop.bench;

import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;

/// What [SensorlogBenchmark] prints.
final class SensorlogTable {

    private SensorlogTable() {}

    static void print(Collection<RunResult> results) {
        Map<String, Row> rows = new TreeMap<>();
        for (RunResult result : results) {
            String benchmark = result.getParams().getBenchmark();
            String name = result.getParams().getParam("recording");
            Row row = rows.computeIfAbsent(name, Row::new);
            double millis = result.getPrimaryResult().getScore();
            switch (benchmark.substring(benchmark.lastIndexOf('.') + 1)) {
                case "read" -> row.read = millis;
                case "write" -> row.write = millis;
                case "readLimit" -> row.readLimit = millis;
                default -> row.writeLimit = millis;
            }
        }
        System.out.println(
                "| recording | message, B | chunk, KiB | read MB/s | limit MB/s | read / limit |"
                        + " messages/s | write MB/s | limit MB/s | write / limit |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        rows.values().forEach(Row::print);
    }

    /// Milliseconds for a recording.
    private static final class Row {
        private final String[] parts;
        private final long total;
        private double read;
        private double readLimit;
        private double write;
        private double writeLimit;

        private Row(String name) {
            parts = name.split(" ");
            total = bytesOf(parts[1]);
        }

        private void print() {
            System.out.printf(
                    "| %s %s | %s | %s | %.0f | %.0f | %.2f | %,.0f | %.0f | %.0f | %.2f |%n",
                    parts[0],
                    parts[1],
                    parts[2],
                    parts[3],
                    mb(read),
                    mb(readLimit),
                    readLimit / read,
                    1e3 * total / Integer.parseInt(parts[2]) / read,
                    mb(write),
                    mb(writeLimit),
                    writeLimit / write);
        }

        private double mb(double millis) {
            return total / 1e3 / millis;
        }
    }

    /// Bytes of messages in a recording: fewer for bzip2, which takes seconds for the others' size.
    static long bytesOf(String compression) {
        return compression.equals("bz2") ? 8L << 20 : 128L << 20;
    }
}
