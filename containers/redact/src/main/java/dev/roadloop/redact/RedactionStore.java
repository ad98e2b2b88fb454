package dev.roadloop.redact;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RedactionPlan;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.InternalException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.sensorlog.ByteSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The plan of a drive's redaction and the parts of it, as they lie in the bronze bucket.
final class RedactionStore implements PartStore {

    private static final int MAX_PLAN_BYTES = 16 << 20;

    /// A range of a minute with 12 cameras at 60 Hz has about 4 MB.
    private static final int MAX_PART_BYTES = 512 << 20;

    private static final String JSON = "application/json";

    private final DriveId drive;
    private final Bucket bronze;
    private final RedactionPlan plan;
    private final Sha256 digest;
    private final String folder;

    private RedactionStore(DriveId drive, Bucket bronze, RedactionPlan plan) {
        this.drive = drive;
        this.bronze = bronze;
        this.plan = plan;
        this.digest = plan.digest();
        this.folder = DriveKeys.redactionParts(drive, digest);
    }

    /// Opens the redaction of a drive.
    ///
    /// @throws CallerException when it was not planned
    static RedactionStore open(DriveId drive, Bucket bronze) {
        String key = DriveKeys.redactionPlan(drive);
        byte[] json =
                bronze.get(key, MAX_PLAN_BYTES)
                        .orElseThrow(() ->
                                new CallerException(
                                        "the redaction of drive "
                                                + drive
                                                + " was not planned: expected "
                                                + bronze.at(key)
                                                + ", found nothing; redrive its execution from"
                                                + " there"));
        return new RedactionStore(
                drive, bronze, Json.read(json, RedactionPlan.class, bronze.at(key)));
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
        String key = document(range);
        return bronze.get(key, MAX_PART_BYTES)
                .map(json -> Json.read(json, RangePart.class, bronze.at(key)))
                .filter(part -> part.plan().equals(digest));
    }

    @Override
    public RangePart get(int range) {
        return find(range)
                .orElseThrow(() ->
                        new InternalException(
                                "drive "
                                        + drive
                                        + " lacks range "
                                        + range
                                        + " of "
                                        + plan.ranges().size()
                                        + " of its redaction: expected "
                                        + bronze.at(document(range))
                                        + "; redrive its execution from RedactRanges"));
    }

    /// Its messages go first, so that a document never speaks of what is not there.
    @Override
    public void put(RangePart part, Path messages) throws IOException {
        bronze.put(messages(part.range()), messages);
        bronze.put(document(part.range()), Json.bytes(part), JSON);
    }

    @Override
    public ChangedMessages messagesOf(int range) {
        String key = messages(range);
        StoredObject object =
                bronze.find(key)
                        .orElseThrow(() ->
                                new InternalException(
                                        bronze.at(key)
                                                + " is gone; redrive the execution of drive "
                                                + drive
                                                + " from RedactRanges"));
        return new ChangedMessages(
                ByteSource.ranged(
                        bronze.at(key),
                        object.size(),
                        (position, length) -> bronze.range(key, position, length, object.etag())));
    }

    /// Removes all parts of the plan.
    void removeParts() {
        List<String> keys = bronze.list(folder).map(StoredObject::key).toList();
        keys.forEach(bronze::delete);
    }

    private String document(int range) {
        return folder + "%06d.json".formatted(range);
    }

    private String messages(int range) {
        return folder + "%06d.messages".formatted(range);
    }
}
