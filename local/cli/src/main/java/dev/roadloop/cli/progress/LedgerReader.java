package dev.roadloop.cli.progress;

import dev.roadloop.aws.Bucket;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.domain.DriveId;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads a drive's reports.
public final class LedgerReader {

    private static final int MAX_REPORT = 64 << 20;

    private final Bucket gold;

    /// The reports of a platform.
    public LedgerReader(Platform platform) {
        this.gold = new Bucket(platform.clients().s3(), platform.goldBucket());
    }

    /// What was inspected; empty before the inspection.
    public Optional<InspectionReport> inspection(DriveId drive) {
        return report(DriveKeys.inspection(drive), InspectionReport.class);
    }

    /// What was redacted; empty before the redaction.
    public Optional<RedactionReport> redaction(DriveId drive) {
        return report(DriveKeys.redaction(drive), RedactionReport.class);
    }

    /// What was converted; empty before the conversion.
    public Optional<ConversionReport> conversion(DriveId drive) {
        return report(DriveKeys.conversion(drive), ConversionReport.class);
    }

    /// The counts of both reports; empty before the inspection.
    Optional<Ledger> ledger(DriveId drive) {
        Optional<ConversionReport> written = conversion(drive);
        return inspection(drive)
                .map(read ->
                        new Ledger(
                                read.messages(),
                                read.topics().size(),
                                read.losses().size(),
                                written.isEmpty() ? OptionalLong.empty() : rows(written.get()),
                                written.isEmpty() ? OptionalLong.empty() : tables(written.get()),
                                written.isEmpty() ? OptionalLong.empty() : frames(written.get())));
    }

    private static OptionalLong rows(ConversionReport report) {
        return OptionalLong.of(report.topics().stream().mapToLong(topic -> topic.rows()).sum());
    }

    private static OptionalLong tables(ConversionReport report) {
        return OptionalLong.of(
                report.topics().stream().mapToLong(topic -> topic.tables().size()).sum());
    }

    private static OptionalLong frames(ConversionReport report) {
        return OptionalLong.of(report.topics().stream().mapToLong(topic -> topic.frames()).sum());
    }

    private <T> Optional<T> report(String key, Class<T> type) {
        return gold.get(key, MAX_REPORT).map(json -> Json.read(json, type, gold.at(key)));
    }
}
