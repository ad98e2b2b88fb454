package dev.roadloop.convert;

import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.ConversionReport.ConvertedTopic;
import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.Finding.Severity;
import dev.roadloop.contracts.MadeProduct;
import dev.roadloop.contracts.TopicLedger;
import dev.roadloop.convert.product.ProductOutcome;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.SensorTime;
import dev.roadloop.drivejob.DriveLosses;
import dev.roadloop.sensorlog.Ledger;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts together what a conversion reports.
final class ConversionSummary {

    private ConversionSummary() {}

    static ConversionReport report(
            DriveId drive,
            Collection<TopicTables> topics,
            Collection<TopicTables> signals,
            Ledger ledger,
            TableWriters writers,
            ProductOutcome products,
            DriveLosses losses) {
        List<ConvertedTopic> converted = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (TopicTables topic : topics) {
            dev.roadloop.sensorlog.TopicLedger found = ledger.topics().get(topic.name);
            if (found == null) {
                throw new IllegalStateException(
                        "topic " + topic.name + " has tables and no messages");
            }
            TopicLedger entry =
                    new TopicLedger(
                            topic.name,
                            topic.typeName,
                            found.messages(),
                            found.bytes(),
                            new SensorTime(found.firstLogTime()),
                            new SensorTime(found.lastLogTime()),
                            found.maxGap(),
                            found.sha256());
            converted.add(topic(topic, entry, writers));
            findings(topic, found.messages(), findings);
        }
        findings.addAll(products.findings());
        return new ConversionReport(
                drive,
                converted,
                findings,
                made(signals, products),
                products.clocks(),
                products.latencies(),
                products.clips(),
                losses.listed(),
                losses.notListed() == 0 ? null : losses.notListed(),
                null);
    }

    /// Tables of CAN signals are no topics of the recording, so its ledger does not have them.
    private static List<MadeProduct> made(
            Collection<TopicTables> signals, ProductOutcome products) {
        List<MadeProduct> made = new ArrayList<>();
        for (TopicTables tables : signals) {
            made.add(
                    new MadeProduct(
                            "can",
                            tables.name,
                            "signals/topic=" + tables.key + "/",
                            tables.parts.size(),
                            tables.parts.values().stream().mapToLong(part -> part.rows).sum(),
                            tables.parts.values().stream().mapToLong(part -> part.bytes).sum()));
        }
        made.addAll(products.made());
        return made;
    }

    private static ConvertedTopic topic(
            TopicTables topic, TopicLedger ledger, TableWriters writers) {
        long rows = topic.parts.values().stream().mapToLong(part -> part.rows).sum();
        long bytes = topic.parts.values().stream().mapToLong(part -> part.bytes).sum();
        Keyframes frames = topic.keyframes;
        boolean hasFrames = frames != null && frames.frames() > 0;
        return new ConvertedTopic(
                ledger,
                topic.key,
                rows,
                bytes + (frames == null ? 0 : frames.bytes()),
                topic.parts.values().stream().map(writers::key).sorted().toList(),
                frames == null ? 0 : frames.frames(),
                hasFrames && frames != null ? frames.prefix() : null,
                topic.layout.columns(),
                undecoded(topic, ledger.messages()));
    }

    private static @Nullable String undecoded(TopicTables topic, long messages) {
        long undecoded = topic.parts.values().stream().mapToLong(part -> part.undecoded).sum();
        if (undecoded == 0) {
            return null;
        }
        String reason =
                topic.parts.values().stream()
                        .map(part -> part.firstUndecodedReason)
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse("");
        return "%d of %d messages are kept as bytes: %s".formatted(undecoded, messages, reason);
    }

    private static void findings(TopicTables topic, long messages, List<Finding> findings) {
        String undecoded = undecoded(topic, messages);
        if (undecoded != null) {
            double count = topic.parts.values().stream().mapToLong(part -> part.undecoded).sum();
            findings.add(finding("UNDECODED_MESSAGES", Severity.WARNING, topic, undecoded, count));
        }
        Keyframes frames = topic.keyframes;
        if (frames != null && frames.unknown() > 0) {
            findings.add(
                    finding(
                            "UNKNOWN_IMAGE_FORMAT",
                            Severity.WARNING,
                            topic,
                            "Images that are neither JPEG nor PNG have no keyframes; the table"
                                    + " refers to them.",
                            frames.unknown()));
        }
        if (frames != null && frames.deep() > 0) {
            findings.add(
                    finding(
                            "DEEP_IMAGES_NOT_ENCODED",
                            Severity.INFO,
                            topic,
                            "Images with more than 8 bits a value, such as depth, have no"
                                    + " keyframes, as a JPEG would not keep them; the table refers"
                                    + " to them.",
                            frames.deep()));
        }
        if (frames != null && frames.unusable() > 0) {
            findings.add(
                    finding(
                            "RAW_IMAGES_UNUSABLE",
                            Severity.WARNING,
                            topic,
                            "Raw images that cannot be encoded have no keyframes; the table refers"
                                    + " to them. The first: "
                                    + frames.firstProblem(),
                            frames.unusable()));
        }
    }

    private static Finding finding(
            String code, Severity severity, TopicTables topic, String message, double count) {
        return new Finding(code, severity, topic.name, message, Map.of("messages", count));
    }
}
