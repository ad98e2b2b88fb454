package dev.roadloop.datasets.register;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.DatasetKeys;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.LabelBatch;
import dev.roadloop.contracts.MalformedJsonException;
import dev.roadloop.domain.DatasetName;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Tells whether all files that a batch declares have landed. Only sizes are looked at; the job
/// reads the files, and lists everything that is wrong, so a manifest that cannot be read is
/// complete.
public final class CheckBatch {
    private final Bucket landing;

    /// @param landing what is uploaded
    public CheckBatch(Bucket landing) {
        this.landing = landing;
    }

    /// Which batch.
    ///
    /// @param batch its name
    public record Request(DatasetName batch) {}

    /// What is there.
    ///
    /// @param complete whether there is nothing left to wait for
    /// @param missing how many declared files are not there, or not in their size
    public record Answer(boolean complete, int missing) {}

    /// Looks at a batch.
    public Answer check(Request request) {
        Optional<byte[]> content =
                landing.get(DatasetKeys.batch(request.batch()), LabelBatch.MAX_BYTES);
        if (content.isEmpty()) {
            return new Answer(true, 0);
        }
        LabelBatch batch;
        try {
            batch = Json.read(content.get(), LabelBatch.class, "the manifest");
        } catch (MalformedJsonException e) {
            return new Answer(true, 0);
        }
        String prefix = DatasetKeys.LABELS + request.batch() + "/";
        Map<String, Long> there = new HashMap<>();
        try (Stream<StoredObject> objects = landing.list(prefix)) {
            objects.forEach(
                    object -> there.put(object.key().substring(prefix.length()), object.size()));
        }
        int missing =
                (int)
                        batch.files().stream()
                                .filter(file -> file.frame() == null)
                                .filter(file ->
                                        !Objects.equals(file.size(), there.get(file.path())))
                                .count();
        return new Answer(missing == 0, missing);
    }
}
