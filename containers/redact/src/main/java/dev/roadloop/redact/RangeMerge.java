package dev.roadloop.redact;

import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.RedactionPlan;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.contracts.RedactionReport.BoxList;
import dev.roadloop.contracts.RedactionReport.CameraTopic;
import dev.roadloop.contracts.RedactionReport.CleanRecording;
import dev.roadloop.contracts.RedactionReport.LookedWith;
import dev.roadloop.contracts.RedactionReport.RecallEstimate;
import dev.roadloop.contracts.TopicLedger;
import dev.roadloop.domain.InternalException;
import dev.roadloop.vision.Redactor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Joins redacted ranges to clean recordings on the local disk, proves that every message is
/// accounted for, and says what was found and how much of it probably was missed. What comes of it
/// depends on the recordings, the plan and the detector alone.
final class RangeMerge {

    private final PartStore parts;
    private final List<RawLog> raw;
    private final CameraTally tally = new CameraTally();
    private final CanarySample sample;
    private final List<Long> messages = new ArrayList<>();
    private List<TopicLedger> topics = List.of();
    private List<Finding> left = List.of();
    private @Nullable LookedWith detector;

    /// @param raw the recordings, in the order in which the plan's workers read them
    RangeMerge(PartStore parts, List<RawLog> raw) {
        this.parts = parts;
        this.raw = List.copyOf(raw);
        this.sample = new CanarySample(parts.plan().policy().canaries().frames());
    }

    /// Writes the clean recordings and reads them back.
    ///
    /// @param inspected what the recordings hold, by an earlier reading
    /// @param clean a file to write for each recording
    /// @param log told what became of each frame
    /// @throws InternalException when a range is missing, or what was written does not account for
    ///   what was read
    void write(List<TopicLedger> inspected, List<Path> clean, FrameLog log) throws IOException {
        for (int i = 0; i < parts.plan().ranges().size(); i++) {
            sample.consider(parts.get(i));
        }
        CleanWriter writer;
        try (PartIndex index = new PartIndex(parts)) {
            writer = new CleanWriter(index, tally, log, sample);
            for (int i = 0; i < raw.size(); i++) {
                messages.add(writer.write(i, raw.get(i), clean.get(i)));
            }
            detector = index.detector();
        }
        Accounts accounts = new Accounts(parts.plan().driveId());
        accounts.checkRead(inspected, writer.rawLedger());
        accounts.checkWritten(writer.rawLedger(), writer.cleanLedger(), tally);
        accounts.checkFiles(clean, writer.cleanLedger());
        topics = writer.topics();
        left = Judgement.onExtras(writer.extras());
    }

    /// How many messages each clean recording has.
    List<Long> messages() {
        return List.copyOf(messages);
    }

    /// The frames and faces to try canaries with.
    CanarySample sample() {
        return sample;
    }

    /// Estimates the recall.
    ///
    /// @param detectors must be those that the ranges were looked at with
    /// @param gallery faces to try
    RecallTrial.Outcome recall(DetectorPool detectors, List<Canary> gallery, int threads)
            throws IOException {
        RedactionPlan plan = parts.plan();
        LookedWith here = Detectors.named(detectors.identity());
        if (!here.equals(detector)) {
            throw new InternalException(
                    "the recall of "
                            + plan.driveId()
                            + " cannot be estimated: its ranges were looked at by "
                            + detector
                            + ", here is "
                            + here
                            + "; redrive its execution from RedactRanges");
        }
        PictureRedaction redaction =
                new PictureRedaction(Redactor.standard(), plan.policy().jpegQuality());
        return new RecallTrial(plan.policy(), detectors, redaction, threads).run(sample, gallery);
    }

    /// The report.
    ///
    /// @param sheet where the trial's pictures lie; null where there are none
    RedactionReport report(
            List<CleanRecording> recordings,
            BoxList boxes,
            RecallTrial.Outcome trial,
            RedactionReport.@Nullable ContactSheet sheet) {
        RedactionPlan plan = parts.plan();
        List<CameraTopic> cameras = tally.cameras();
        long looked = cameras.stream().mapToLong(each -> each.frames() - each.withheld()).sum();
        List<RecallEstimate> recall = trial.estimates();
        Judgement judgement = Judgement.of(plan.policy(), looked, tally.pixels(), recall);
        List<Finding> findings = new ArrayList<>(judgement.findings());
        findings.addAll(tally.findings());
        findings.addAll(left);
        return new RedactionReport(
                plan.driveId(),
                plan.policy().label(),
                parts.digest(),
                judgement.verdict(),
                judgement.message(),
                detector,
                recordings,
                topics,
                cameras,
                boxes,
                tally.pixels(),
                recall,
                sheet,
                findings);
    }
}
