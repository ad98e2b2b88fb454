package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.ExtraSink;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingFormat;
import dev.roadloop.sensorlog.Summary;
import dev.roadloop.sensorlog.Topic;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Several files that are one recording. Topics that the files declare alike are one topic.
final class SplitRecording implements Recording {

    /// One of the files.
    ///
    /// @param source is closed with the recording
    record Part(String name, Recording recording, ByteSource source) {}

    private final String name;
    private final List<Part> parts;
    private final LossReport losses;
    private final @Nullable BagMetadata metadata;
    private final SplitTopics topics = new SplitTopics();

    /// @param losses found by opening the directory
    /// @param metadata what all files together should hold, null if that is not said
    SplitRecording(
            String name, List<Part> parts, LossReport losses, @Nullable BagMetadata metadata) {
        this.name = name;
        this.parts = List.copyOf(parts);
        this.metadata = metadata;
        LossReport all = losses;
        for (Part part : parts) {
            all = all.and(part.recording().losses());
            part.recording().summary().topics().forEach(topics::merged);
        }
        this.losses = all;
    }

    @Override
    public String name() {
        return name;
    }

    /// Counts, start and end as `metadata.yaml` has them, else only where all files say.
    @Override
    public Summary summary() {
        RecordingFormat format = RecordingFormat.ROSBAG2_SQLITE;
        Map<Integer, Long> counts = new HashMap<>();
        Span span = new Span();
        boolean counted = true;
        boolean indexed = true;
        for (Part part : parts) {
            Summary summary = part.recording().summary();
            format = summary.format();
            counted &= summary.messages().isPresent();
            for (Topic topic : summary.topics()) {
                long count = summary.count(topic.id()).orElse(0);
                counts.merge(topics.merged(topic).id(), count, Long::sum);
            }
            span.add(summary);
            indexed &= summary.indexed();
        }
        List<Topic> all = topics.all();
        BagMetadata said = metadata;
        if (!counted && said != null) {
            Map<Integer, Long> known = countsOf(all, said);
            return new Summary(format, "", all, known, said.start(), said.end(), indexed);
        }
        return new Summary(
                format, "", all, counted ? counts : Map.of(), span.start(), span.end(), indexed);
    }

    private static Map<Integer, Long> countsOf(List<Topic> topics, BagMetadata metadata) {
        Map<Integer, Long> counts = new HashMap<>();
        Map<String, Integer> ids = new HashMap<>();
        for (Topic topic : topics) {
            Long count = metadata.topicCounts().get(topic.name());
            if (count == null || ids.put(topic.name(), topic.id()) != null) {
                return Map.of();
            }
            counts.put(topic.id(), count);
        }
        return counts;
    }

    /// Earliest and latest time of files, as far as all of them say.
    private static final class Span {
        private @Nullable Long start;
        private @Nullable Long end;
        private boolean known = true;

        void add(Summary summary) {
            Long from = summary.start();
            Long to = summary.end();
            if (from == null || to == null) {
                OptionalLong messages = summary.messages();
                known = known && messages.isPresent() && messages.getAsLong() == 0;
                return;
            }
            start = Math.min(from, start == null ? from : start);
            end = Math.max(to, end == null ? to : end);
        }

        @Nullable Long start() {
            return known ? start : null;
        }

        @Nullable Long end() {
            return known ? end : null;
        }
    }

    @Override
    public MessageCursor read(ReadOptions options) throws IOException {
        int sortBytes = Math.max(1, options.sortBytes() / Math.max(1, parts.size()));
        return new SplitCursor(
                parts,
                topics,
                options.withLimits(options.maxChunkBytes(), sortBytes),
                losses,
                metadata);
    }

    @Override
    public void readExtras(ExtraSink sink) throws IOException {
        for (Part part : parts) {
            part.recording().readExtras(sink);
        }
    }

    @Override
    public LossReport losses() {
        return losses;
    }

    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (Part part : parts) {
            try {
                part.recording().close();
            } catch (IOException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
