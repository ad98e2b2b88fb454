package dev.roadloop.models.qualification;

import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.ModelQualified;
import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.contracts.qualification.EvaluationOutcome;
import dev.roadloop.contracts.qualification.QualificationKeys;
import dev.roadloop.contracts.qualification.QualificationRequest;
import dev.roadloop.contracts.qualification.QualificationRequest.Production;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.models.bundle.PromotionBundle;
import dev.roadloop.models.bundle.PromotionRecord;
import dev.roadloop.models.card.CardText;
import dev.roadloop.models.gate.Decision;
import dev.roadloop.models.gate.GatePolicy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;

/// Lets the gate decide by what lies signed in the gold bucket and by the model's policy, and puts
/// the bundle that proves it beside.
final class DecidePromotion {
    private static final String DECISION = "decision.dsse.json";
    private static final int MOST_BYTES = 8 << 20;

    private final Bucket gold;
    private final SigningKey key;
    private final InstantSource clock;

    DecidePromotion(Bucket gold, SigningKey key, InstantSource clock) {
        this.gold = gold;
        this.key = key;
        this.clock = clock;
    }

    /// What to decide.
    ///
    /// @param id of the qualification
    record Request(String id) {
        Request {
            if (id == null || !id.matches("[A-Za-z0-9_-]{1,80}")) {
                throw new IllegalArgumentException("expected an id, found " + id);
            }
        }
    }

    /// What was decided.
    ///
    /// @param decision digest of the signed decision
    /// @param event to announce
    record Decided(
            String verdict,
            Sha256 sha256,
            Sha256 decision,
            String bundle,
            List<String> failures,
            ModelQualified event) {}

    /// @throws CallerException when evidence or the policy is missing, or the evidence is that of
    ///   another qualification
    Decided decide(Request request) {
        QualificationRequest wanted =
                Json.read(
                        document(QualificationKeys.request(request.id())),
                        QualificationRequest.class,
                        "the request of qualification " + request.id());
        EvaluationOutcome outcome =
                Json.read(
                        document(QualificationKeys.outcome(request.id())),
                        EvaluationOutcome.class,
                        "the evaluation of qualification " + request.id());
        String policyKey = QualificationKeys.policy(wanted.model());
        GatePolicy policy = Json.read(document(policyKey), GatePolicy.class, gold.at(policyKey));
        List<byte[]> evidence = new ArrayList<>();
        for (EvidenceKind kind : EvidenceKind.values()) {
            evidence.add(document(QualificationKeys.evidence(wanted, kind)));
        }
        SortedMap<String, byte[]> files =
                PromotionBundle.seal(
                        new PromotionBundle.Application(
                                wanted.model(),
                                wanted.version(),
                                outcome.model(),
                                policy,
                                evidence,
                                CardText.NONE,
                                BeginQualification.approvers(wanted.alias())),
                        key.trusted(),
                        key);
        Decision decision = decision(files);
        compared(wanted, decision);
        String bundle = QualificationKeys.bundle(wanted.model(), wanted.version(), request.id());
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            gold.put(bundle + file.getKey(), file.getValue(), "application/octet-stream");
        }
        List<String> failures = decision.failures().stream().map(Decision.Check::name).toList();
        return new Decided(
                decision.verdict().name(),
                decision.model(),
                Sha256.of(files.getOrDefault(DECISION, new byte[0])),
                bundle,
                failures,
                new ModelQualified(
                        "qualified-" + request.id(),
                        request.id(),
                        wanted.model(),
                        wanted.version(),
                        decision.model(),
                        decision.verdict().name(),
                        failures,
                        bundle,
                        outcome.report(),
                        clock.instant()));
    }

    private Decision decision(Map<String, byte[]> files) {
        return key.trusted()
                .open(files.getOrDefault(DECISION, new byte[0]), DECISION)
                .statement()
                .predicate(PromotionRecord.class)
                .decision();
    }

    /// Evidence lies by model and version: two qualifications at once may have written it.
    private static void compared(QualificationRequest wanted, Decision decision) {
        Production production = wanted.production();
        Sha256 expected = production == null ? null : production.sha256();
        if (!Objects.equals(expected, decision.production())) {
            throw new CallerException(
                    "qualification %s: expected evidence that compares with %s, found %s: another qualification of %s %s runs; wait for it and start again"
                            .formatted(
                                    wanted.id(),
                                    expected,
                                    decision.production(),
                                    wanted.model(),
                                    wanted.version()));
        }
    }

    private byte[] document(String name) {
        return gold.get(name, MOST_BYTES)
                .orElseThrow(() -> new CallerException(gold.at(name) + " does not exist"));
    }
}
