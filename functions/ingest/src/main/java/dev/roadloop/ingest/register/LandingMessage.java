package dev.roadloop.ingest.register;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.MalformedJsonException;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.Sequencer;
import dev.roadloop.domain.Sha256;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a message on the queue says. Two forms of S3 events are understood: EventBridge's "Object
/// Created", and S3's own notifications of every version 2.x, whose keys are URL-encoded.
///
/// Source: Amazon S3 User Guide, "EventBridge event message structure" and "Event message
/// structure".
sealed interface LandingMessage {
    /// An object was written.
    ///
    /// @param key its key
    /// @param sequencer its place in the order of that key's events; absent where the event has
    ///   none
    /// @param correlationId the event
    record ObjectCreated(String key, @Nullable Sequencer sequencer, CorrelationId correlationId)
            implements LandingMessage {}

    /// The schedule asks to look at every upload.
    ///
    /// @param correlationId the event
    record Sweep(CorrelationId correlationId) implements LandingMessage {}

    /// The detail type of the schedule's message.
    String SWEEP = "Sweep Uploads";

    /// Reads a message's body.
    ///
    /// @return what it says; empty for a test notification and events of other kinds
    /// @throws CallerException when the body is no event
    static List<LandingMessage> read(String body, String messageId) {
        Envelope envelope;
        try {
            envelope = Json.read(body, Envelope.class, "message " + messageId);
        } catch (MalformedJsonException e) {
            throw new CallerException(e.getMessage() + "; expected an S3 event", e);
        }
        List<LandingMessage> messages = new ArrayList<>();
        if (envelope.records() != null) {
            for (Notification notification : envelope.records()) {
                if (notification.eventName().startsWith("ObjectCreated:")
                        && notification.eventVersion().startsWith("2.")) {
                    S3Object object = notification.s3().object();
                    String key = URLDecoder.decode(object.key(), StandardCharsets.UTF_8);
                    messages.add(
                            new ObjectCreated(
                                    key, object.sequencer(), derived(key, object.sequencer())));
                }
            }
        } else if (SWEEP.equals(envelope.detailType())) {
            messages.add(new Sweep(correlation(envelope.id(), messageId)));
        } else if ("Object Created".equals(envelope.detailType()) && envelope.detail() != null) {
            S3Object object = envelope.detail().object();
            messages.add(
                    new ObjectCreated(
                            object.key(),
                            object.sequencer(),
                            correlation(envelope.id(), messageId)));
        } else if (envelope.detailType() == null && envelope.event() == null) {
            throw new CallerException(
                    "message "
                            + messageId
                            + " is no event: it has no detail-type, Records or Event");
        }
        return messages;
    }

    private static CorrelationId correlation(@Nullable String id, String messageId) {
        return new CorrelationId(id == null || id.isBlank() ? messageId : id);
    }

    /// S3's own notifications have no id: their key and its order stand for it.
    private static CorrelationId derived(String key, @Nullable Sequencer sequencer) {
        String text = key + " " + (sequencer == null ? "" : sequencer.hex());
        return new CorrelationId(Sha256.of(text.getBytes(StandardCharsets.UTF_8)).prefix(32));
    }

    /// Either form.
    record Envelope(
            @Nullable String id,
            @JsonProperty("detail-type") @Nullable String detailType,
            @Nullable S3Entity detail,
            @JsonProperty("Records") @Nullable List<Notification> records,
            @JsonProperty("Event") @Nullable String event) {}

    /// One of S3's own notifications.
    record Notification(String eventVersion, String eventName, S3Entity s3) {}

    /// What both forms say of an object.
    record S3Entity(S3Object object) {}

    /// The object.
    record S3Object(String key, @Nullable Sequencer sequencer) {}
}
