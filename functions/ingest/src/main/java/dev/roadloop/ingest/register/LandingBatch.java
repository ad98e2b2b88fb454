package dev.roadloop.ingest.register;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.CorrelationId;
import dev.roadloop.domain.RoadloopException;
import dev.roadloop.domain.TransientException;
import dev.roadloop.ingest.Ending;
import dev.roadloop.ingest.metric.IngestMetric;
import dev.roadloop.ingest.metric.IngestMetrics;
import dev.roadloop.ingest.register.LandingMessage.ObjectCreated;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Works through a batch of queue messages: the messages of one upload lead to one look at it. A
/// message fails alone; the others of the batch are done with.
///
/// **When messages come again.** Should this call die, soon after it would have had to end. What
/// waits for another worker comes when that one's lease ends. Everything else that failed waits as
/// long as the queue says, so that five attempts outlast a service's bad half hour.
final class LandingBatch {
    private static final Logger LOG = LoggerFactory.getLogger(LandingBatch.class);

    /// Between the end of a call and the return of its messages, should it not have deleted them.
    static final Duration MARGIN = Duration.ofSeconds(5);

    /// The queue's own visibility timeout.
    static final Duration AFTER_FAILURE = Duration.ofMinutes(6);

    private final RegisterDrive registerDrive;
    private final SweepUploads sweep;
    private final LandingQueue queue;
    private final Clock clock;

    LandingBatch(RegisterDrive registerDrive, SweepUploads sweep, LandingQueue queue, Clock clock) {
        this.queue = queue;
        this.registerDrive = registerDrive;
        this.sweep = sweep;
        this.clock = clock;
    }

    /// A batch as Lambda hands it over.
    record Batch(@JsonProperty("Records") List<Message> records) {}

    /// A message of the queue.
    record Message(String messageId, String receiptHandle, String body) {}

    /// Which messages must come again.
    record Result(List<Failure> batchItemFailures) {}

    /// A message that must come again.
    record Failure(String itemIdentifier) {}

    /// Works through the batch.
    ///
    /// @param deadline when this call ends, whether it is done or not
    Result work(Batch batch, Instant deadline) {
        Duration left = Duration.between(clock.instant(), deadline);
        queue.bringAgain(
                batch.records().stream()
                        .distinct()
                        .collect(Collectors.toMap(message -> message, any -> left.plus(MARGIN))));
        Map<Message, Duration> failed = new LinkedHashMap<>();
        Map<UploadLocation, Look> looks = new LinkedHashMap<>();
        Map<IngestMetric, Double> counts = new EnumMap<>(IngestMetric.class);
        for (Message message : batch.records()) {
            attempt(
                    Set.of(message),
                    failed,
                    () -> {
                        for (LandingMessage said :
                                LandingMessage.read(message.body(), message.messageId())) {
                            counts.merge(IngestMetric.LANDING_EVENTS, 1.0, Double::sum);
                            switch (said) {
                                case LandingMessage.Sweep sweeping ->
                                        sweep.sweep(sweeping.correlationId());
                                case ObjectCreated created ->
                                        UploadLocation.of(created.key())
                                                .ifPresentOrElse(
                                                        upload ->
                                                                looks.computeIfAbsent(
                                                                                upload,
                                                                                any -> new Look())
                                                                        .add(created, message),
                                                        () -> ignore(created, counts));
                            }
                        }
                    });
        }
        looks.forEach(
                (upload, look) -> attempt(look.messages, failed, () -> look(upload, look, counts)));
        if (!counts.isEmpty()) {
            IngestMetrics.emit(counts);
        }
        queue.bringAgain(failed);
        return new Result(
                failed.keySet().stream().map(message -> new Failure(message.messageId())).toList());
    }

    private void look(UploadLocation upload, Look look, Map<IngestMetric, Double> counts) {
        Instant started = clock.instant();
        CorrelationId correlation = look.newest().correlationId();
        Ending.about(upload.toString(), correlation, null);
        RegistrationOutcome outcome = registerDrive.register(upload, correlation, false);
        if (outcome instanceof RegistrationOutcome.Registered) {
            counts.merge(IngestMetric.DRIVES_REGISTERED, 1.0, Double::sum);
        }
        Ending.log(
                LOG,
                "RegisterDrive",
                outcome.getClass().getSimpleName(),
                Duration.between(started, clock.instant()),
                "upload " + upload + ": " + outcome);
    }

    private static void ignore(ObjectCreated created, Map<IngestMetric, Double> counts) {
        counts.merge(IngestMetric.IGNORED_OBJECTS, 1.0, Double::sum);
        LOG.warn(
                "object {} is ignored: it is neither drives/<vehicle>/<upload>/<file>"
                        + " nor a .mcap, .bag, .db3, .mp4 or .mov as drives/<vehicle>/<file>",
                created.key());
    }

    /// The messages fail for the queue to bring them again, which is why the failure goes no
    /// further than the log.
    private void attempt(Set<Message> messages, Map<Message, Duration> failed, Runnable work) {
        try {
            work.run();
        } catch (RoadloopException e) {
            if (e instanceof CallerException) {
                LOG.error(
                        "messages {} cannot be worked on and go to the dead-letter queue",
                        ids(messages),
                        e);
            } else {
                LOG.warn("messages {} come again: {}", ids(messages), e.getMessage());
            }
            Duration pause = pause(e);
            messages.forEach(message -> failed.put(message, pause));
        } catch (RuntimeException e) {
            LOG.error(
                    "messages {} failed by a fault of this function and come again",
                    ids(messages),
                    e);
            messages.forEach(message -> failed.put(message, AFTER_FAILURE));
        }
    }

    private Duration pause(RoadloopException failure) {
        return failure instanceof TransientException later
                ? later.notBefore()
                        // A lease that ends this moment still stands.
                        .map(time -> Duration.between(clock.instant(), time).plusSeconds(1))
                        .orElse(AFTER_FAILURE)
                : AFTER_FAILURE;
    }

    private static List<String> ids(Set<Message> messages) {
        return messages.stream().map(Message::messageId).toList();
    }

    /// What leads to one look at an upload. Events have an order only among those of the same key,
    /// where the one with the greatest sequencer tells of the present object; of several keys the
    /// one that came last is taken.
    private static final class Look {
        private final Map<String, ObjectCreated> byKey = new LinkedHashMap<>();
        private final Set<Message> messages = new LinkedHashSet<>();

        void add(ObjectCreated created, Message message) {
            messages.add(message);
            ObjectCreated known = byKey.get(created.key());
            if (known == null || isAfter(created, known)) {
                byKey.remove(created.key());
                byKey.put(created.key(), created);
            }
        }

        ObjectCreated newest() {
            return List.copyOf(byKey.values()).getLast();
        }

        private static boolean isAfter(ObjectCreated created, ObjectCreated known) {
            return Optional.ofNullable(created.sequencer())
                    .filter(sequencer ->
                            known.sequencer() == null || sequencer.isAfter(known.sequencer()))
                    .isPresent();
        }
    }
}
