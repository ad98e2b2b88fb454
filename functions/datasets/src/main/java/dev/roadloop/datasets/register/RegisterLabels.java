package dev.roadloop.datasets.register;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StateMachine;
import dev.roadloop.contracts.DatasetKeys;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.LabelBatch;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.TransientException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the execution of a batch when its manifest lands. The execution has the name of the batch
/// and the digest of its manifest, so however often and in whatever order events come, a batch has
/// one execution, and a manifest that replaces another has its own.
public final class RegisterLabels {
    private static final Logger LOG = LoggerFactory.getLogger(RegisterLabels.class);
    private static final Pattern KEY = Pattern.compile("labels/([^/]+)/manifest\\.json");

    private final Bucket landing;
    private final StateMachine buildDataset;

    public RegisterLabels(Bucket landing, StateMachine buildDataset) {
        this.landing = landing;
        this.buildDataset = buildDataset;
    }

    /// What the machine is given.
    ///
    /// @param batch the batch
    /// @param digest of its manifest
    /// @param build both, as the execution is called
    public record Input(DatasetName batch, Sha256 digest, String build) {}

    /// What came of an event.
    ///
    /// @param build what was started; absent when there was nothing to start
    /// @param started false when it had been started before
    public record Registered(@Nullable String build, boolean started) {}

    /// Registers a batch.
    ///
    /// @param key of the object that landed
    /// @throws CallerException when a batch cannot be called so
    /// @throws TransientException when a service did not answer
    public Registered register(String key) {
        Matcher matcher = KEY.matcher(key);
        if (!matcher.matches()) {
            LOG.info("{} is no batch's manifest", key);
            return new Registered(null, false);
        }
        DatasetName batch = name(matcher.group(1), key);
        Optional<byte[]> manifest = landing.get(key, LabelBatch.MAX_BYTES);
        if (manifest.isEmpty()) {
            LOG.info("{} is gone", landing.at(key));
            return new Registered(null, false);
        }
        Sha256 digest = Sha256.of(manifest.get());
        String build = DatasetKeys.build(batch, digest);
        boolean started = buildDataset.startOnce(build, Json.text(new Input(batch, digest, build)));
        LOG.info("batch {} {}", build, started ? "is started" : "had been started");
        return new Registered(build, started);
    }

    private static DatasetName name(String text, String key) {
        try {
            return new DatasetName(text);
        } catch (IllegalArgumentException e) {
            throw new CallerException(
                    key + ": a batch is called as a dataset is; " + e.getMessage(), e);
        }
    }

    /// An S3 event as EventBridge hands it over; the fields that count.
    ///
    /// @param detail what happened
    public record Event(Detail detail) {}

    /// What happened.
    ///
    /// @param object the object that was created; has at least `key`
    public record Detail(Map<String, Object> object) {}
}
