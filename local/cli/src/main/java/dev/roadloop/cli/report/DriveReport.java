package dev.roadloop.cli.report;

import dev.roadloop.aws.Bucket;
import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.progress.LedgerReader;
import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.InspectionReport;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.file.OutputFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Writes a drive's report: what was found, where it went, what its sensors said and when.
public final class DriveReport {

    private final LedgerReader reports;
    private final Bucket silver;
    private final Bucket gold;

    /// The reports of a platform's drives.
    public DriveReport(Platform platform) {
        this.reports = new LedgerReader(platform);
        this.silver = new Bucket(platform.clients().s3(), platform.silverBucket());
        this.gold = new Bucket(platform.clients().s3(), platform.goldBucket());
    }

    /// Writes the report of a drive as one file, over one that was there.
    ///
    /// @param entry the drive in the catalog; where it was not converted, the page says what is
    ///   known
    /// @throws IOException if the file cannot be written
    public void write(Catalog.Entry entry, Path file) throws IOException {
        DriveId drive = DriveId.parse(entry.get("driveId"));
        Optional<InspectionReport> inspection = reports.inspection(drive);
        Optional<ConversionReport> conversion = reports.conversion(drive);
        DriveData data = new DriveData(0, 0, List.of(), List.of(), List.of(), List.of());
        List<Keyframes.Keyframe> frames = List.of();
        if (conversion.isPresent()) {
            try (DriveTables tables = DriveTables.fetch(silver, conversion.get())) {
                data = DriveDataReader.read(tables.parts(), tables.remarks());
            }
            frames = Keyframes.choose(silver, conversion.get(), data.start());
        }
        Reports all =
                new Reports(
                        inspection,
                        reports.redaction(drive),
                        RedactionSection.sheet(gold, drive),
                        conversion.map(ConversionReport::clips).orElse(List.of()));
        String page = new ReportPage(entry, all, data, frames).html();
        Path target = file.toAbsolutePath();
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Path part = target.resolveSibling(target.getFileName() + ".part");
        OutputFile.write(part, page);
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }

    /// The style sheet, which is a file of its own so that it can be read.
    static String style() {
        try (InputStream in =
                Objects.requireNonNull(DriveReport.class.getResourceAsStream("report.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
