package dev.roadloop.redact;

import dev.roadloop.contracts.RedactionReport.LookedWith;
import dev.roadloop.domain.Sha256;
import java.util.List;

/// What a worker leaves of one range of a drive: this document, and a file with the bytes of all
/// changed messages, one after the other.
///
/// @param range the range's place in the plan
/// @param plan the plan's digest
/// @param detector what looked
/// @param frames all frames of the range, in the order of their keys
record RangePart(int range, Sha256 plan, LookedWith detector, List<RedactedFrame> frames) {
    RangePart {
        frames = List.copyOf(frames);
    }
}
