package dev.roadloop.ingest.catalog;

import dev.roadloop.contracts.DriveRecord;
import dev.roadloop.contracts.DriveRecord.LandedFile;
import dev.roadloop.contracts.InspectionReport;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a search for a drive by words looks at.
final class SearchText {
    /// Of the 400 KB that an item of DynamoDB may have.
    private static final int MAX_BYTES = 100_000;

    private SearchText() {}

    /// The words that a search for this drive may use, lower case, each once, as many as fit.
    static String of(DriveFacts facts) {
        DriveRecord record = facts.record();
        Stream<String> names =
                Stream.concat(
                        Stream.of(
                                record.vehicle().value(),
                                record.upload().value(),
                                facts.status().name()),
                        record.files().stream().map(LandedFile::name));
        InspectionReport inspection = facts.inspection();
        if (inspection != null && facts.status() != DriveStatus.REGISTERED) {
            names =
                    Stream.concat(
                            names,
                            Stream.concat(
                                    inspection.topics().stream()
                                            .flatMap(topic ->
                                                    Stream.of(topic.topic(), topic.schema())),
                                    inspection.findings().stream().map(finding -> finding.code())));
        }
        TreeSet<String> words =
                names.map(name -> name.toLowerCase(Locale.ROOT))
                        .collect(Collectors.toCollection(TreeSet::new));
        StringBuilder text = new StringBuilder();
        int left = MAX_BYTES;
        for (String word : words) {
            left -= word.getBytes(StandardCharsets.UTF_8).length + 1;
            if (left < 0) {
                break;
            }
            text.append(text.isEmpty() ? "" : " ").append(word);
        }
        return text.toString();
    }
}
