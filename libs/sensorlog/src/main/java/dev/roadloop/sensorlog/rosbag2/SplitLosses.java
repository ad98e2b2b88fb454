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
import org.jspecify.annotations.Nullable;

/// What several files lost together. Each loss names its file. In the end the messages that came
/// are compared with what `metadata.yaml` counts, topic by topic.
final class SplitLosses {

    private final LossRecorder losses = new LossRecorder();
    private final Set<Loss> known;
    private final @Nullable BagMetadata expected;
    private final Map<String, Long> found = new HashMap<>();
    private boolean ended;

    /// @param known from opening the files, which repeat it in their own reports
    /// @param expected null if nothing is, or only a part is read
    SplitLosses(LossReport known, @Nullable BagMetadata expected) {
        this.known = new HashSet<>(known.losses());
        this.expected = expected;
        losses.addAll(known);
    }

    void found(Topic topic) {
        found.merge(topic.name(), 1L, Long::sum);
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
        if (lost.isEmpty()) {
            return;
        }
        if (lost.getAsLong() == 0 && !metadata.topicCounts().isEmpty()) {
            new TreeMap<>(metadata.topicCounts())
                    .forEach((topic, count) -> miss(topic, count, found.getOrDefault(topic, 0L)));
        } else if (metadata.messages() != null) {
            long all = found.values().stream().mapToLong(Long::longValue).sum();
            miss(null, metadata.messages(), all + lost.getAsLong());
        }
    }

    private void miss(@Nullable String topic, long expectedMessages, long accountedFor) {
        if (accountedFor < expectedMessages) {
            losses.add(
                    new Loss(
                            Loss.Reason.MISSING,
                            0,
                            0,
                            topic,
                            expectedMessages - accountedFor,
                            "metadata.yaml counts %d messages%s, found %d"
                                    .formatted(
                                            expectedMessages,
                                            topic == null ? "" : " of topic " + topic,
                                            accountedFor)));
        }
    }

    LossReport toReport() {
        return losses.toReport();
    }
}
