package dev.roadloop.cli.report;

import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.ConversionReport.ConvertedTopic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Copies of a drive's tables from the silver bucket, in a folder that goes when this is closed.
final class DriveTables implements AutoCloseable {

    private static final long MOST_BYTES = 256L << 20;

    private final Path folder;
    private final Map<String, List<Path>> parts = new TreeMap<>();
    private final List<String> remarks = new ArrayList<>();

    private DriveTables(Path folder) {
        this.folder = folder;
    }

    /// Fetches the tables that a conversion wrote. One that is larger than 256 MiB is left out,
    /// with a remark.
    ///
    /// @param silver the bucket
    static DriveTables fetch(Bucket silver, ConversionReport conversion) throws IOException {
        DriveTables tables = new DriveTables(Files.createTempDirectory("roadloop-report"));
        try {
            for (ConvertedTopic topic : conversion.topics()) {
                tables.fetch(silver, topic);
            }
            return tables;
        } catch (IOException | RuntimeException e) {
            tables.close();
            throw e;
        }
    }

    private void fetch(Bucket silver, ConvertedTopic topic) throws IOException {
        List<Path> copies = new ArrayList<>();
        long left = MOST_BYTES;
        for (String key : topic.tables()) {
            long size = silver.find(key).map(object -> object.size()).orElse(0L);
            left -= size;
            if (left < 0) {
                remarks.add(
                        topic.key()
                                + ": its table is larger than "
                                + (MOST_BYTES >> 20)
                                + " MiB and was left out");
                return;
            }
            Optional<InputStream> content = silver.stream(key, null);
            if (content.isEmpty()) {
                remarks.add(topic.key() + ": " + silver.at(key) + " is gone");
                return;
            }
            Path copy = folder.resolve(parts.size() + "-" + copies.size() + ".parquet");
            try (InputStream in = content.get()) {
                Files.copy(in, copy);
            }
            copies.add(copy);
        }
        if (!copies.isEmpty()) {
            parts.put(topic.key().toString(), List.copyOf(copies));
        }
    }

    /// The copies by topic, as it stands in keys.
    Map<String, List<Path>> parts() {
        return parts;
    }

    /// What was left out.
    List<String> remarks() {
        return remarks;
    }

    @Override
    public void close() throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(folder)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }
}
