package dev.roadloop.redact;

import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RedactionPlan;
import dev.roadloop.contracts.RedactionPolicy;
import dev.roadloop.contracts.RedactionReport;
import dev.roadloop.contracts.RedactionReport.BoxList;
import dev.roadloop.contracts.RedactionReport.CleanRecording;
import dev.roadloop.contracts.TopicLedger;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.TopicKey;
import dev.roadloop.domain.VehicleId;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.drivejob.ScratchDirectory;
import dev.roadloop.redact.RedactedFrame.Box;
import dev.roadloop.vision.FolderRedaction;
import dev.roadloop.vision.FrameRedaction;
import dev.roadloop.vision.PrivateRegion;
import dev.roadloop.vision.Redactor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Redacts on this machine. A recording goes through the code that the jobs run: the same ranges,
/// gap filling, merge, accounts and canaries; the clean one is written as MCAP, and beside it the
/// report, unsigned, and the list of all boxes. Images are looked at one by one.
///
/// Memory: as [RedactRange] and [RangeMerge]; disk: what is changed, once more.
public final class LocalRedaction {

    /// Recordings outside the platform belong to no vehicle that it knows.
    private static final VehicleId VEHICLE = new VehicleId("local");

    private final RedactionPolicy policy;
    private final Path models;
    private final int threads;

    /// @param policy how to redact, and how good it must be
    /// @param models the folder of the policy's models, each by the last part of its key
    /// @param threads how many pictures are worked on at the same time
    public LocalRedaction(RedactionPolicy policy, Path models, int threads) {
        this.policy = policy;
        this.models = models;
        this.threads = threads;
    }

    /// Told of each picture, in the order of the recording.
    public interface Frames {
        /// A picture.
        ///
        /// @param file its topic's key and its log time in nanoseconds: `camera_front/1.jpg`
        /// @param destroyed what was destroyed, with margins; none where it kept its bytes
        /// @param withheld why it is left out of the clean recording; null where it is in it
        void frame(String file, List<PrivateRegion> destroyed, @Nullable String withheld);
    }

    /// Told how far the work is, by any thread.
    public interface Progress {
        /// @param looked pictures looked at so far, those of canaries included
        /// @param all of how many
        void at(long looked, long all);
    }

    /// What was written.
    ///
    /// @param clean the clean recording
    /// @param document the report's file
    /// @param report the report
    /// @param losses what could not be read of the recording, a sentence each
    public record Result(Path clean, Path document, RedactionReport report, List<String> losses) {
        public Result {
            losses = List.copyOf(losses);
        }
    }

    /// Redacts.
    ///
    /// @param recording a file, or a directory of rosbag2
    /// @param out an existing directory; `<name>.mcap`, `<name>.redaction.json`,
    ///   `<name>.boxes.jsonl` and `<name>.canaries.png` are written there
    /// @throws CallerException when the recording would be written over, or a model is missing
    /// @throws IOException if it is no recording, or a disk fails
    public Result redact(Path recording, Path out, Frames frames, Progress progress)
            throws IOException {
        RawLog raw = RawLog.of(recording);
        String stem = stem(raw.name());
        Path clean = out.resolve(stem + ".mcap");
        if (Files.exists(clean) && Files.isSameFile(clean, recording)) {
            throw new CallerException(
                    clean + ": expected another folder than the recording's own; it would be lost");
        }
        Survey survey = Survey.of(raw);
        RedactionPlan plan = RedactionPlan.of(id(survey), policy, survey.topics());
        try (ScratchDirectory scratch = ScratchDirectory.create("redact")) {
            Path file = scratch.path().resolve("clean.mcap");
            Path boxFile = scratch.path().resolve("boxes.jsonl");
            FolderParts parts = new FolderParts(plan, scratch.path());
            RangeMerge merge = new RangeMerge(parts, List.of(raw));
            RecallTrial.Outcome trial = RecallTrial.Outcome.none();
            long lines;
            AtomicLong looked = new AtomicLong();
            long all = plan.frames() + Math.min(plan.frames(), policy.canaries().frames());
            Runnable step = () -> progress.at(Math.min(looked.incrementAndGet(), all), all);
            try (DetectorPool detectors =
                            new DetectorPool(
                                    Detectors.of(policy, models, scratch.path())::create, step);
                    BoxLines boxes = new BoxLines(boxFile)) {
                RedactRange work =
                        new RedactRange(
                                plan.driveId(),
                                parts,
                                List.of(raw),
                                detectors,
                                scratch.path(),
                                threads);
                for (int i = 0; i < plan.ranges().size(); i++) {
                    work.redact(i);
                }
                Named named = new Named(survey, frames);
                merge.write(
                        survey.topics(),
                        List.of(file),
                        (name, topic, frame) -> {
                            boxes.add(name, topic, frame);
                            named.add(topic, frame);
                        });
                lines = boxes.lines();
                if (!merge.sample().backgrounds().isEmpty()) {
                    trial = merge.recall(detectors, FaceGallery.ofDrive(merge.sample()), threads);
                }
            }
            String boxName = stem + ".boxes.jsonl";
            RedactionReport report =
                    merge.report(
                            List.of(
                                    new CleanRecording(
                                            raw.name(),
                                            stem + ".mcap",
                                            Files.size(file),
                                            FileDigest.of(file),
                                            merge.messages().getFirst())),
                            new BoxList(boxName, FileDigest.of(boxFile), lines),
                            trial,
                            sheet(trial, out.resolve(stem + ".canaries.png")));
            Path document = out.resolve(stem + ".redaction.json");
            place(boxFile, out.resolve(boxName));
            place(file, clean);
            OutputFile.write(document, Json.bytes(report));
            return new Result(clean, document, report, survey.losses());
        }
    }

    /// Redacts images of a folder.
    ///
    /// @param images files below the folder
    /// @param out an existing directory
    /// @return what happened to each, by its path in the folder
    /// @throws CallerException when a model is missing
    /// @throws IOException if a disk fails
    public Map<String, FolderRedaction.Outcome> redactImages(
            Path folder, List<Path> images, Path out, IntConsumer progress)
            throws IOException, InterruptedException {
        try (ScratchDirectory scratch = ScratchDirectory.create("redact")) {
            FrameRedaction frames = new FrameRedaction(Redactor.standard(), policy.jpegQuality());
            return new FolderRedaction(
                            Detectors.of(policy, models, scratch.path()), frames, threads)
                    .redact(folder, images, out, progress);
        }
    }

    private static RedactionReport.@Nullable ContactSheet sheet(
            RecallTrial.Outcome trial, Path file) throws IOException {
        if (trial.sheet().isEmpty()) {
            return null;
        }
        byte[] png = trial.sheet().png();
        OutputFile.write(file, png);
        return new RedactionReport.ContactSheet(String.valueOf(file.getFileName()), Sha256.of(png));
    }

    private static DriveId id(Survey survey) {
        StringBuilder content = new StringBuilder();
        long start = Long.MAX_VALUE;
        for (TopicLedger topic : survey.topics()) {
            content.append(topic.topic()).append('\n').append(topic.hash()).append('\n');
            if (topic.first() != null) {
                start = Math.min(start, topic.first().nanos());
            }
        }
        return DriveId.of(
                VEHICLE,
                Instant.ofEpochSecond(start == Long.MAX_VALUE ? 0 : start / 1_000_000_000L),
                Sha256.of(content.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /// The scratch disk may be another one: the file gets its name when it is whole.
    private static void place(Path file, Path target) throws IOException {
        Path unfinished = target.resolveSibling(target.getFileName() + ".part");
        try {
            Files.copy(file, unfinished, StandardCopyOption.REPLACE_EXISTING);
            Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /// Gives frames their names: as keyframes have them, and `-2` where two are of the same time.
    private static final class Named {
        private final Map<String, TopicKey> keys;
        private final Frames frames;
        private final Set<String> taken = new HashSet<>();

        Named(Survey survey, Frames frames) {
            this.keys = TopicKey.assign(survey.topics().stream().map(TopicLedger::topic).toList());
            this.frames = frames;
        }

        void add(String topic, RedactedFrame frame) {
            String base = keys.getOrDefault(topic, TopicKey.of(topic)) + "/" + frame.time().nanos();
            String name = base;
            for (int n = 2; !taken.add(name); n++) {
                name = base + "-" + n;
            }
            RedactedFrame.Change change = frame.change();
            frames.frame(
                    name + ".jpg",
                    change == null ? List.of() : change.boxes().stream().map(Box::region).toList(),
                    frame.withheld());
        }
    }
}
