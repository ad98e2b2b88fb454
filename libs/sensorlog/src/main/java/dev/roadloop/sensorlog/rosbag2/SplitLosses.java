package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossRecorder;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.Topic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What several files lost together. Each loss names its file. In the end the messages that came
/// are compared with what `metadata.yaml` says, topic by topic: what it counts and no file held is
/// lost, what it does not count or calls otherwise is only noted.
final class SplitLosses {

    private static final int MAX_FILES = 3;
    private static final int MAX_NOTES = 20;

    private final LossRecorder losses = new LossRecorder();
    private final Set<Loss> known;
    private final @Nullable BagMetadata expected;
    private final Map<String, Long> found = new TreeMap<>();
    private final Map<String, Long> foundInFile = new HashMap<>();
    private final Map<String, String> types = new TreeMap<>();
    private int notes;
    private boolean ended;

    /// @param known from opening the files, which repeat it in their own reports
    /// @param expected null if nothing is, or only a part is read
    SplitLosses(LossReport known, @Nullable BagMetadata expected) {
        this.known = new HashSet<>(known.losses());
        this.expected = expected;
        losses.addAll(known);
    }

    void found(String file, Topic topic) {
        found.merge(topic.name(), 1L, Long::sum);
        foundInFile.merge(file, 1L, Long::sum);
        if (!topic.schema().name().isEmpty()) {
            types.putIfAbsent(topic.name(), topic.schema().name());
        }
    }

    void add(Loss loss) {
        losses.add(loss);
    }

    /// Adds what reading a file has found.
    void add(String file, LossReport report) {
        List<Loss> fresh =
                report.losses().stream()
                        .filter(loss -> !known.contains(loss))
                        .map(loss -> named(file, loss))
                        .toList();
        losses.addAll(new LossReport(fresh, report.further()));
    }

    private static Loss named(String file, Loss loss) {
        return loss.detail().contains(file)
                ? loss
                : new Loss(
                        loss.reason(),
                        loss.from(),
                        loss.to(),
                        loss.topic(),
                        loss.messages(),
                        file + ": " + loss.detail());
    }

    /// All files are read.
    void end() {
        BagMetadata metadata = expected;
        if (ended || metadata == null) {
            return;
        }
        ended = true;
        OptionalLong lost = losses.toReport().messages();
        noteOthers(metadata);
        if (lost.isEmpty()) {
            return;
        }
        if (lost.getAsLong() == 0 && !metadata.topicCounts().isEmpty()) {
            new TreeMap<>(metadata.topicCounts())
                    .forEach((topic, count) ->
                            miss(metadata, topic, count, found.getOrDefault(topic, 0L)));
        } else if (metadata.messages() != null) {
            long all = found.values().stream().mapToLong(Long::longValue).sum();
            miss(metadata, null, metadata.messages(), all + lost.getAsLong());
        }
    }

    private void miss(
            BagMetadata metadata,
            @Nullable String topic,
            long expectedMessages,
            long accountedFor) {
        if (accountedFor < expectedMessages) {
            losses.add(
                    new Loss(
                            Loss.Reason.MISSING,
                            0,
                            0,
                            topic,
                            expectedMessages - accountedFor,
                            "metadata.yaml counts %d messages%s, found %d%s"
                                    .formatted(
                                            expectedMessages,
                                            topic == null ? "" : " of topic " + topic,
                                            accountedFor,
                                            shortFiles(metadata))));
        }
    }

    /// The files that hold fewer messages than is said of each.
    private String shortFiles(BagMetadata metadata) {
        String files =
                new TreeMap<>(metadata.fileCounts())
                        .entrySet().stream()
                                .filter(file ->
                                        foundInFile.getOrDefault(file.getKey(), 0L)
                                                < file.getValue())
                                .limit(MAX_FILES)
                                .map(file ->
                                        "%s holds %d of %d"
                                                .formatted(
                                                        file.getKey(),
                                                        foundInFile.getOrDefault(file.getKey(), 0L),
                                                        file.getValue()))
                                .collect(Collectors.joining(", "));
        return files.isEmpty() ? "" : "; " + files;
    }

    private void noteOthers(BagMetadata metadata) {
        if (metadata.topicCounts().isEmpty()) {
            return;
        }
        found.forEach((topic, count) -> {
            Long counted = metadata.topicCounts().get(topic);
            if (counted == null) {
                note(topic, "metadata.yaml has no topic %s, found %d messages of it", topic, count);
            } else if (counted < count) {
                note(
                        topic,
                        "metadata.yaml counts %d messages of topic %s, found %d",
                        counted,
                        topic,
                        count);
            }
            String type = metadata.topicTypes().get(topic);
            if (type != null && !type.equals(types.getOrDefault(topic, type))) {
                note(
                        topic,
                        "metadata.yaml has topic %s with messages %s, found %s",
                        topic,
                        type,
                        types.get(topic));
            }
        });
        if (notes > MAX_NOTES) {
            String more = "metadata.yaml differs from the files in %d further topics or types";
            losses.add(
                    new Loss(
                            Loss.Reason.BAD_INDEX,
                            0,
                            0,
                            null,
                            0L,
                            more.formatted(notes - MAX_NOTES)));
        }
    }

    private void note(String topic, String format, @Nullable Object... of) {
        if (++notes <= MAX_NOTES) {
            losses.add(new Loss(Loss.Reason.BAD_INDEX, 0, 0, topic, 0L, format.formatted(of)));
        }
    }

    LossReport toReport() {
        return losses.toReport();
    }
}
