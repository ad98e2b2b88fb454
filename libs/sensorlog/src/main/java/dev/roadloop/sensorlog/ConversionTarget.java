package dev.roadloop.sensorlog;

import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.sensorlog.message.MessageSchemaException;
import dev.roadloop.sensorlog.message.Ros1Translation;
import dev.roadloop.sensorlog.ros1.Ros1Bag;
import dev.roadloop.sensorlog.rosbag2.Rosbag2;
import dev.roadloop.sensorlog.rosbag2.Rosbag2WriteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where a conversion writes to: a file, or a directory of rosbag2. The work is done in
/// `<to>.part`; such a directory carries a mark until it is whole.
///
/// @param bag how to write a directory; null for a file
record ConversionTarget(
        Path to, RecordingFormat format, WriteOptions options, @Nullable Rosbag2WriteOptions bag) {

    private static final Pattern TRANSIENT_LOCAL =
            Pattern.compile("durability: (1|transient_local)\\b");

    static ConversionTarget directory(Path to, Rosbag2WriteOptions options) {
        RecordingFormat format =
                switch (options.storage()) {
                    case SQLITE -> RecordingFormat.ROSBAG2_SQLITE;
                    case MCAP -> RecordingFormat.MCAP;
                };
        return new ConversionTarget(to.normalize(), format, options.mcap(), options);
    }

    Path part() {
        return to.resolveSibling(to.getFileName() + ".part");
    }

    boolean keepsPublishTimes() {
        return format == RecordingFormat.MCAP;
    }

    boolean keepsExtras() {
        return bag == null && format == RecordingFormat.MCAP;
    }

    /// Refuses a topic that the format has no place for.
    ///
    /// @return how its messages are translated, where they are
    Optional<Ros1Translation> accept(Recording source, Topic topic)
            throws RecordingConversionException {
        String encoding = topic.messageEncoding();
        boolean ros1 = encoding.equals("ros1") && topic.schema().encoding().equals("ros1msg");
        if (format == RecordingFormat.ROS1_BAG && !ros1) {
            if (!Ros1Translation.isFor(topic)) {
                throw refused(source, topic, "a bag holds only ros1 with ros1msg");
            }
            try {
                return Optional.of(Ros1Translation.of(topic));
            } catch (MessageSchemaException e) {
                throw new RecordingConversionException(
                        "%s: topic %s cannot be translated to ROS 1: %s Convert to MCAP instead"
                                .formatted(source.name(), topic.name(), e.getMessage()),
                        e);
            }
        }
        boolean rosbag2 = bag != null || format == RecordingFormat.ROSBAG2_SQLITE;
        if (rosbag2 && !encoding.equals("cdr") && !encoding.equals("json")) {
            throw refused(source, topic, "rosbag2 holds only cdr and json");
        }
        return Optional.empty();
    }

    /// What a bag says of a translated topic, beside its type. A publisher of ROS 2 that keeps its
    /// last messages for those who come later is one that latches in ROS 1.
    static Map<String, String> connection(Topic topic, Ros1Translation translation) {
        String qos = topic.metadata().getOrDefault("offered_qos_profiles", "");
        boolean latching = TRANSIENT_LOCAL.matcher(qos).find();
        return Map.of("md5sum", translation.md5sum(), "latching", latching ? "1" : "0");
    }

    private static RecordingConversionException refused(
            Recording source, Topic topic, String only) {
        return new RecordingConversionException(
                "%s: topic %s has messages of encoding '%s' with a definition in '%s', and %s; convert to MCAP instead"
                        .formatted(
                                source.name(),
                                topic.name(),
                                topic.messageEncoding(),
                                topic.schema().encoding(),
                                only));
    }

    /// Refuses to replace a directory that holds anything; files are replaced, and so is what a
    /// conversion has left that was killed.
    void prepare() throws IOException {
        if (bag == null) {
            Files.deleteIfExists(part());
            return;
        }
        if (Files.exists(to) && !isEmpty(to)) {
            throw new RecordingConversionException(
                    to
                            + ": expected a directory that is empty or not there yet, found one"
                            + " with files, or a file; name another or delete it");
        }
        if (Files.exists(part()) && !isEmpty(part()) && !Files.exists(mark())) {
            throw new RecordingConversionException(
                    part()
                            + ": expected nothing there, or what a conversion to "
                            + to.getFileName()
                            + " has left that was cut short; found files without its mark; move or"
                            + " delete it");
        }
        discard();
        Files.createDirectory(part());
        Files.createFile(mark());
    }

    /// Lies in an unfinished directory and says that it is one.
    private Path mark() {
        return part().resolve("conversion.unfinished");
    }

    private static boolean isEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return false;
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        }
    }

    RecordingWriter create(Recording source) throws IOException {
        if (bag != null) {
            return Rosbag2.createDirectory(part(), String.valueOf(to.getFileName()), bag);
        }
        return switch (format) {
            case MCAP -> Mcap.create(OutputFile.create(part()), options, profile(source.summary()));
            case ROS1_BAG -> Ros1Bag.create(part(), options);
            case ROSBAG2_SQLITE -> Rosbag2.create(part());
            case MP4 ->
                    throw new RecordingConversionException(
                            to + ": expected MCAP, a bag or rosbag2; video is read, never written");
        };
    }

    /// MCAP's profile for what the recording is known to hold.
    private static String profile(Summary summary) {
        List<String> encodings =
                summary.topics().stream().map(Topic::messageEncoding).distinct().toList();
        return switch (encodings.size() == 1 ? encodings.getFirst() : "") {
            case "ros1" -> "ros1";
            case "cdr" -> "ros2";
            default -> "";
        };
    }

    /// What was written is whole.
    void publish() throws IOException {
        if (bag != null) {
            Files.deleteIfExists(to);
            Files.delete(mark());
        }
        Files.move(part(), to, StandardCopyOption.REPLACE_EXISTING);
    }

    /// Deletes what is not whole.
    void discard() throws IOException {
        if (Files.isDirectory(part())) {
            try (Stream<Path> files = Files.list(part())) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        Files.deleteIfExists(part());
    }
}
