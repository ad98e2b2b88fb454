package dev.roadloop.models.start;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StateMachine;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.contracts.TrainingFinished;
import dev.roadloop.contracts.qualification.QualificationKeys;
import dev.roadloop.contracts.qualification.QualificationPolicy;
import dev.roadloop.contracts.qualification.QualificationPolicy.GateVersion;
import dev.roadloop.contracts.qualification.QualificationRequest.Judging;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.TransientException;
import dev.roadloop.models.gate.GatePolicy;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts the qualification of a model whose training has finished, where the model's
/// [QualificationPolicy] asks for it; a model without one is left alone. The execution is called
/// after training and packaged model ([QualificationKeys#automatic]), so however often the event
/// comes, there is one.
///
/// An event is believed only as far as the jobs of the training left the same in the gold bucket:
/// whoever may put events on the bus cannot have anything else qualified.
final class StartQualification {
    private static final Logger LOG = LoggerFactory.getLogger(StartQualification.class);
    private static final Pattern FOLDER = Pattern.compile("models/packages/([^/]+)/[0-9a-f]{12}/");
    private static final int MOST_BYTES = 1 << 20;

    private final Bucket gold;
    private final StateMachine qualifyModel;

    /// @param gold with policies, trainings and packages
    StartQualification(Bucket gold, StateMachine qualifyModel) {
        this.gold = gold;
        this.qualifyModel = qualifyModel;
    }

    /// An event as EventBridge hands it over; the field that counts.
    record Event(TrainingFinished detail) {
        Event {
            if (detail == null) {
                throw new IllegalArgumentException("expected a detail, found none");
            }
        }
    }

    /// What the machine is given.
    ///
    /// @param packaged what to register as a version
    /// @param policy what asked for it
    record Input(
            String model,
            Packaged packaged,
            @Nullable String alias,
            String run,
            DatasetName trainedOn,
            DatasetName golden,
            Sha256 goldenVersion,
            @Nullable Judging judging,
            @Nullable Long approvalSeconds,
            By policy) {}

    /// A packaged model.
    ///
    /// @param source where it lies
    /// @param sha256 of the model itself
    record Packaged(String source, Sha256 sha256) {}

    /// The policy that started it.
    record By(int version, Sha256 sha256) {}

    /// What came of an event.
    ///
    /// @param qualification what was started; absent when nothing was asked for
    /// @param started false when there was nothing to start, or it had been started before
    record Answer(@Nullable String qualification, boolean started) {
        static final Answer NOTHING = new Answer(null, false);
    }

    /// How the packaging of a run's model ended, as its job says.
    record Packaging(String outcome, @Nullable Sha256 model, @Nullable String folder) {}

    /// The part of a training's report that an event repeats.
    record Report(@Nullable Sha256 model) {}

    /// @throws CallerException when the event says other than the training's jobs, or the model's
    ///   policy cannot be followed
    /// @throws TransientException when a service did not answer
    Answer start(Event event) {
        TrainingFinished finished = event.detail();
        String folder = finished.packageKey();
        Matcher matcher = FOLDER.matcher(folder == null ? "" : folder);
        if (!matcher.matches()) {
            LOG.info("run {} has no package; nothing to qualify", finished.run());
            return Answer.NOTHING;
        }
        String model = matcher.group(1);
        String key = QualificationKeys.qualificationPolicy(model);
        byte[] document = gold.get(key, MOST_BYTES).orElse(null);
        if (document == null) {
            LOG.info("model {} has no {}; it is qualified by hand", model, gold.at(key));
            return Answer.NOTHING;
        }
        QualificationPolicy policy = Json.read(document, QualificationPolicy.class, gold.at(key));
        if (!policy.automatic()) {
            LOG.info("{} says that model {} is qualified by hand", gold.at(key), model);
            return Answer.NOTHING;
        }
        Sha256 packaged = packaged(finished);
        checkGate(policy, model);
        String id = QualificationKeys.automatic(finished.run(), packaged);
        Input input =
                new Input(
                        policy.model(),
                        new Packaged("s3://" + gold.name() + "/" + folder, packaged),
                        policy.alias(),
                        RunKeys.outcome(finished.run()),
                        finished.dataset(),
                        policy.golden(),
                        policy.goldenVersion(),
                        policy.judging(),
                        policy.approvalSeconds(),
                        new By(policy.version(), Sha256.of(document)));
        boolean started = qualifyModel.startOnce(id, Json.text(input));
        LOG.info("qualification {} {}", id, started ? "is started" : "had been started");
        return new Answer(id, started);
    }

    /// What the jobs of the training left, if the event says the same.
    private Sha256 packaged(TrainingFinished finished) {
        String run = finished.run();
        Packaging packaging = document(RunKeys.packaging(run), Packaging.class);
        Report report = document(RunKeys.outcome(run), Report.class);
        Sha256 model = packaging.model();
        if (model == null
                || !Objects.equals(packaging.folder(), finished.packageKey())
                || !Objects.equals(report.model(), finished.model())) {
            throw new CallerException(
                    "run %s: the event says model %s packaged at %s, its jobs left %s at %s; the event is not the platform's, or the run was trained again since"
                            .formatted(
                                    run,
                                    finished.model(),
                                    finished.packageKey(),
                                    report.model(),
                                    packaging.folder()));
        }
        return model;
    }

    private void checkGate(QualificationPolicy policy, String model) {
        String key = QualificationKeys.policy(policy.model());
        GatePolicy kept = GatePolicy.read(bytes(key), gold.at(key));
        GateVersion found = new GateVersion(kept.name(), kept.version());
        if (!found.equals(policy.gate())) {
            throw new CallerException(
                    "%s: expected the gate's policy %s version %d, found %s version %d; keep both together with `roadloop auto-qualify`"
                            .formatted(
                                    gold.at(QualificationKeys.qualificationPolicy(model)),
                                    policy.gate().name(),
                                    policy.gate().version(),
                                    found.name(),
                                    found.version()));
        }
    }

    private <T> T document(String key, Class<T> type) {
        return Json.read(bytes(key), type, gold.at(key));
    }

    private byte[] bytes(String key) {
        return gold.get(key, MOST_BYTES)
                .orElseThrow(() -> new CallerException(gold.at(key) + " does not exist"));
    }
}
