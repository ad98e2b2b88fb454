package dev.roadloop.redact;

import dev.roadloop.contracts.RedactionPlan;
import dev.roadloop.domain.InternalException;
import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The plan of a redaction, and what workers leave of its ranges until they are merged.
interface PartStore {

    /// How the redaction is split.
    RedactionPlan plan();

    /// The plan's digest.
    Sha256 digest();

    /// The part of a range, if a worker has left it.
    Optional<RangePart> find(int range);

    /// The part of a range.
    ///
    /// @throws InternalException when no worker has left it
    RangePart get(int range);

    /// Keeps a part.
    ///
    /// @param messages the bytes of all changed messages; the caller removes the file
    void put(RangePart part, Path messages) throws IOException;

    /// The changed messages of a range, read as they are wanted; the caller closes them.
    ChangedMessages messagesOf(int range) throws IOException;
}
