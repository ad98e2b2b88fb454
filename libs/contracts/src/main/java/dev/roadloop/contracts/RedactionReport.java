package dev.roadloop.contracts;

import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.Sha256;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `redaction.json`: what was found in a drive's pictures and destroyed, and how much of it
/// probably was missed. The same recordings, plan and detector give the same report, so it carries
/// no time of its making.
///
/// @param driveId the drive
/// @param policy the policy that it was redacted by, with its version
/// @param plan the digest of the plan
/// @param verdict whether the clean recordings may be used
/// @param message why not; present exactly with `HELD`
/// @param detector what looked; absent for a drive without pictures
/// @param recordings the clean recordings, in the order of the raw ones
/// @param topics the ledger of the clean recordings, sorted by topic
/// @param cameras what became of each topic with pictures, sorted by topic
/// @param boxes where every changed or withheld frame is listed with its boxes
/// @param pixels what was checked of the pixels outside the boxes
/// @param recall the estimates, by kind and height
/// @param canaries a picture of canaries before and after; absent where none were tried
/// @param findings the remarks
public record RedactionReport(
        DriveId driveId,
        String policy,
        Sha256 plan,
        RedactionVerdict verdict,
        @Nullable String message,
        @Nullable LookedWith detector,
        List<CleanRecording> recordings,
        List<TopicLedger> topics,
        List<CameraTopic> cameras,
        BoxList boxes,
        PixelCheck pixels,
        List<RecallEstimate> recall,
        @Nullable ContactSheet canaries,
        List<Finding> findings) {
    /// @throws IllegalArgumentException when a field is missing
    public RedactionReport {
        Required.present(driveId, "driveId");
        Required.text(policy, "policy");
        Required.present(plan, "plan");
        Required.present(verdict, "verdict");
        Required.present(recordings, "recordings");
        Required.present(topics, "topics");
        Required.present(cameras, "cameras");
        Required.present(boxes, "boxes");
        Required.present(pixels, "pixels");
        Required.present(recall, "recall");
        Required.present(findings, "findings");
        recordings = List.copyOf(recordings);
        topics = List.copyOf(topics);
        cameras = List.copyOf(cameras);
        recall = List.copyOf(recall);
        findings = List.copyOf(findings);
    }

    /// Which detector looked.
    ///
    /// @param name short
    /// @param digest over models and settings: equal digests find the same
    /// @param thresholds the settings, for people
    public record LookedWith(String name, Sha256 digest, String thresholds) {
        /// @throws IllegalArgumentException when a field is missing
        public LookedWith {
            Required.text(name, "name");
            Required.present(digest, "digest");
            Required.present(thresholds, "thresholds");
        }
    }

    /// A clean recording.
    ///
    /// @param raw the name of the raw recording within its drive
    /// @param key its key in the bronze bucket
    /// @param bytes its size
    /// @param sha256 its digest
    /// @param messages its messages
    public record CleanRecording(String raw, String key, long bytes, Sha256 sha256, long messages) {
        /// @throws IllegalArgumentException when a field is missing
        public CleanRecording {
            Required.text(raw, "raw");
            Required.text(key, "key");
            Required.notNegative(bytes, "bytes");
            Required.present(sha256, "sha256");
            Required.notNegative(messages, "messages");
        }
    }

    /// What became of a topic with pictures.
    ///
    /// @param topic its name
    /// @param frames its messages in the raw recordings
    /// @param redacted how many were changed
    /// @param withheld how many are left out, because nothing could look into them
    /// @param boxes destroyed boxes by kind
    /// @param filled how many of those were not seen in their frame but before and after it
    public record CameraTopic(
            String topic,
            long frames,
            long redacted,
            long withheld,
            Map<String, Long> boxes,
            long filled) {
        /// @throws IllegalArgumentException when a field is missing
        public CameraTopic {
            Required.text(topic, "topic");
            Required.notNegative(frames, "frames");
            Required.notNegative(redacted, "redacted");
            Required.notNegative(withheld, "withheld");
            Required.present(boxes, "boxes");
            boxes = Map.copyOf(boxes);
        }
    }

    /// The list of all boxes: a line of JSON for each changed or withheld frame, in the order of
    /// the recordings.
    ///
    /// @param key its key in the bronze bucket
    /// @param sha256 its digest, by which this report's signature covers it
    /// @param lines its lines
    public record BoxList(String key, Sha256 sha256, long lines) {
        /// @throws IllegalArgumentException when a field is missing
        public BoxList {
            Required.text(key, "key");
            Required.present(sha256, "sha256");
            Required.notNegative(lines, "lines");
        }
    }

    /// A picture (PNG) that shows canaries as they stood in copies of frames and as redaction left
    /// them, and nothing else of the drive.
    ///
    /// @param key its key in the gold bucket
    /// @param sha256 its digest, by which this report's signature covers it
    public record ContactSheet(String key, Sha256 sha256) {
        /// @throws IllegalArgumentException when a field is missing
        public ContactSheet {
            Required.text(key, "key");
            Required.present(sha256, "sha256");
        }
    }

    /// What was checked of the pixels outside the boxes of changed frames. What the codec changes
    /// is known by encoding the frame without redaction as well.
    ///
    /// @param frames frames checked: all that were changed
    /// @param beyondCodec frames with a pixel outside the boxes' coding blocks that differs from
    ///   what the codec alone makes of it; expected 0
    /// @param largestByCodec the largest difference of a colour value that the codec made outside
    ///   the boxes, 0 to 255; 0 for codecs without loss
    public record PixelCheck(long frames, long beyondCodec, int largestByCodec) {
        /// @throws IllegalArgumentException when a count is negative
        public PixelCheck {
            Required.notNegative(frames, "frames");
            Required.notNegative(beyondCodec, "beyondCodec");
            Required.notNegative(largestByCodec, "largestByCodec");
        }
    }

    /// How many canaries of a kind and height were destroyed. They are rendered or pasted, and
    /// pasted faces are ones that the detector had found before: an estimate for what looks like
    /// them, not for everything on the road.
    ///
    /// @param kind `face` or `plate`
    /// @param source where they came from: `rendered`, `given` or `drive`
    /// @param height in pixels; absent for those of all heights that the policy's floor counts
    /// @param trials how many were put into frames
    /// @param found how many of those were destroyed
    /// @param low lower end of the Wilson interval
    /// @param high upper end of the Wilson interval
    public record RecallEstimate(
            String kind,
            String source,
            @Nullable Integer height,
            long trials,
            long found,
            double low,
            double high) {
        /// @throws IllegalArgumentException when a field is missing or more were found than tried
        public RecallEstimate {
            Required.text(kind, "kind");
            Required.text(source, "source");
            Required.notNegative(found, "found");
            if (found > trials || trials < 1) {
                throw new IllegalArgumentException(
                        "recall of "
                                + kind
                                + ": "
                                + found
                                + " found of "
                                + trials
                                + "; expected at least one trial, and no more found than tried");
            }
        }
    }
}
