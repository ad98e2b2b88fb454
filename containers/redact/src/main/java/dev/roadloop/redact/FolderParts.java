package dev.roadloop.redact;

import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RedactionPlan;
import dev.roadloop.domain.InternalException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.sensorlog.ByteSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Parts in a local folder, for a recording that is redacted on one machine.
final class FolderParts implements PartStore {

    private final RedactionPlan plan;
    private final Sha256 digest;
    private final Path folder;

    /// @param folder an existing directory of this run alone
    FolderParts(RedactionPlan plan, Path folder) {
        this.plan = plan;
        this.digest = plan.digest();
        this.folder = folder;
    }

    @Override
    public RedactionPlan plan() {
        return plan;
    }

    @Override
    public Sha256 digest() {
        return digest;
    }

    @Override
    public Optional<RangePart> find(int range) {
        Path file = document(range);
        try {
            return Files.exists(file)
                    ? Optional.of(
                            Json.read(Files.readAllBytes(file), RangePart.class, file.toString()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read back", e);
        }
    }

    @Override
    public RangePart get(int range) {
        return find(range)
                .orElseThrow(() ->
                        new InternalException(
                                "range "
                                        + range
                                        + " of "
                                        + plan.ranges().size()
                                        + " is missing: expected "
                                        + document(range)));
    }

    @Override
    public void put(RangePart part, Path messages) throws IOException {
        Files.copy(messages, messages(part.range()));
        OutputFile.write(document(part.range()), Json.bytes(part));
    }

    @Override
    public ChangedMessages messagesOf(int range) throws IOException {
        return new ChangedMessages(ByteSource.of(messages(range)));
    }

    private Path document(int range) {
        return folder.resolve("part-%06d.json".formatted(range));
    }

    private Path messages(int range) {
        return folder.resolve("part-%06d.messages".formatted(range));
    }
}
