package dev.roadloop.contracts;

import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.TopicKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `conversion.json`: what a conversion wrote for each topic. Its ledger accounts for the
/// inspection's.
///
/// @param driveId the drive
/// @param topics the topics, sorted by name
/// @param findings what is not in the tables as values, and why
/// @param products what else was made of the drive
/// @param clocks how the clocks in the messages ran against the log clock
/// @param latencies how late sensors were, where motion shows it
/// @param clips the drive's clips, in the order of their indexes
/// @param losses what the recordings did not yield when they were converted
/// @param furtherLosses how many more there are; absent where there are none
/// @param policy the policy that said how to convert: `default@1+042f9290efbf`
public record ConversionReport(
        DriveId driveId,
        List<ConvertedTopic> topics,
        List<Finding> findings,
        List<MadeProduct> products,
        List<ClockComparison> clocks,
        List<SensorLatency> latencies,
        List<DriveClip> clips,
        List<RecordedLoss> losses,
        @Nullable Long furtherLosses,
        @Nullable String policy) {
    /// Lists that an earlier report lacks are empty.
    ///
    /// @throws IllegalArgumentException when a field is missing
    public ConversionReport {
        Required.present(driveId, "driveId");
        Required.present(topics, "topics");
        Required.present(findings, "findings");
        topics = List.copyOf(topics);
        findings = List.copyOf(findings);
        products = present(products);
        clocks = present(clocks);
        latencies = present(latencies);
        clips = present(clips);
        losses = present(losses);
    }

    /// A report without findings.
    public ConversionReport(DriveId driveId, List<ConvertedTopic> topics) {
        this(
                driveId, topics, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
                null, null);
    }

    /// This report of a conversion by a policy.
    public ConversionReport by(String label) {
        return new ConversionReport(
                driveId,
                topics,
                findings,
                products,
                clocks,
                latencies,
                clips,
                losses,
                furtherLosses,
                label);
    }

    private static <T> List<T> present(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    /// What became of a topic.
    ///
    /// @param ledger the messages that were read
    /// @param key the topic as it stands in keys
    /// @param rows the rows of its table, one per message; 0 where it has none
    /// @param bytes the bytes written for it
    /// @param tables the keys of its Parquet parts in silver, sorted
    /// @param frames the number of its keyframes
    /// @param framesPrefix the folder of its keyframes in silver; absent without frames
    /// @param columns the number of columns of its table
    /// @param undecoded why its messages are carried as bytes, where no decoder reads them
    public record ConvertedTopic(
            TopicLedger ledger,
            TopicKey key,
            long rows,
            long bytes,
            List<String> tables,
            long frames,
            @Nullable String framesPrefix,
            int columns,
            @Nullable String undecoded) {
        /// @throws IllegalArgumentException when a field is missing or a count negative
        public ConvertedTopic {
            Required.present(ledger, "ledger");
            Required.present(key, "key");
            Required.notNegative(rows, "rows");
            Required.notNegative(bytes, "bytes");
            Required.present(tables, "tables");
            Required.notNegative(frames, "frames");
            tables = List.copyOf(tables);
        }
    }
}
