package dev.roadloop.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/// What one thread writes to files that only grow, in its order, as the JDK's flight recorder sees
/// it: from that, the files as a kill leaves them after any of the writes.
final class WrittenFiles implements AutoCloseable {

    private static final String WRITE = "jdk.FileWrite";

    private final Path root;
    private final Map<Path, Long> before;
    private final Recording recording = new Recording();

    private WrittenFiles(Path root) throws IOException {
        this.root = root;
        this.before = sizes(root);
        recording.enable(WRITE).withThreshold(Duration.ZERO).withoutStackTrace();
        recording.start();
    }

    /// Looks on from now.
    static WrittenFiles below(Path root) throws IOException {
        return new WrittenFiles(root);
    }

    private static Map<Path, Long> sizes(Path root) throws IOException {
        Map<Path, Long> sizes = new HashMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.size(file) > 0) {
                    sizes.put(file, Files.size(file));
                }
            }
        }
        return sizes;
    }

    /// Copies of the files: as they were at first, and after every write. Ends the looking.
    ///
    /// @param to a folder for each, with a number behind its name
    List<Path> afterEachWrite(Path to) throws IOException {
        Map<Path, Long> sizes = new HashMap<>(before);
        List<Path> copies = new ArrayList<>();
        copies.add(copy(sizes, Path.of(to + "0")));
        for (RecordedEvent write : writes()) {
            sizes.merge(Path.of(write.getString("path")), write.getLong("bytesWritten"), Long::sum);
            copies.add(copy(sizes, Path.of(to.toString() + copies.size())));
        }
        assertThat(sizes).as("files only grow, and by these writes").isEqualTo(sizes(root));
        return copies;
    }

    private List<RecordedEvent> writes() throws IOException {
        recording.stop();
        Path dump = Files.createTempFile("writes", ".jfr");
        try {
            recording.dump(dump);
            return RecordingFile.readAllEvents(dump).stream()
                    .filter(event -> event.getEventType().getName().equals(WRITE))
                    .filter(event -> String.valueOf(event.getString("path")).startsWith(root + "/"))
                    .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                    .toList();
        } finally {
            Files.delete(dump);
        }
    }

    private Path copy(Map<Path, Long> sizes, Path to) throws IOException {
        for (Map.Entry<Path, Long> file : sizes.entrySet()) {
            Path copy = to.resolve(root.relativize(file.getKey()).toString());
            Files.createDirectories(copy.getParent());
            byte[] bytes = Files.readAllBytes(file.getKey());
            Files.write(copy, Arrays.copyOf(bytes, file.getValue().intValue()));
        }
        return to;
    }

    @Override
    public void close() {
        recording.close();
    }
}
