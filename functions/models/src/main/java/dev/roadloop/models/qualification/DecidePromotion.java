package dev.roadloop.models.qualification;

import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.ModelQualified;
import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.contracts.evidence.TrustedKey;
import dev.roadloop.contracts.qualification.EvaluationOutcome;
import dev.roadloop.contracts.qualification.QualificationKeys;
import dev.roadloop.contracts.qualification.QualificationRequest;
import dev.roadloop.contracts.qualification.QualificationRequest.Production;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.models.bundle.PromotionBundle;
import dev.roadloop.models.bundle.PromotionRecord;
import dev.roadloop.models.bundle.StatementSigner;
import dev.roadloop.models.card.CardText;
import dev.roadloop.models.gate.Decision;
import dev.roadloop.models.gate.GatePolicy;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Supplier;

/// Lets the gate decide by what lies signed in the gold bucket and by the model's policy, and puts
/// the bundle that proves it beside. Policy and evidence go into the bundle first, each written
/// once, and what lies there is decided by: called again, whatever became of the policy meanwhile,
/// it decides the same, and the signed decision stays the one that people approve.
final class DecidePromotion {
    private static final String DECISION = "decision.dsse.json";
    private static final int MOST_BYTES = 8 << 20;

    private final Bucket gold;
    private final StatementSigner signer;
    private final Supplier<TrustedKey> key;
    private final InstantSource clock;

    /// @param gold with requests, evidence and policies; bundles go there
    /// @param key that evidence is signed with
    /// @param signer signs with that key
    DecidePromotion(
            Bucket gold, Supplier<TrustedKey> key, StatementSigner signer, InstantSource clock) {
        this.gold = gold;
        this.key = key;
        this.signer = signer;
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
        String bundle = QualificationKeys.bundle(wanted.model(), wanted.version(), request.id());
        GatePolicy policy = policy(wanted, bundle);
        List<byte[]> evidence = new ArrayList<>();
        for (EvidenceKind kind : EvidenceKind.values()) {
            evidence.add(
                    once(
                            bundle + PromotionBundle.evidence(kind),
                            document(QualificationKeys.evidence(wanted, kind))));
        }
        TrustedKey trusted = key.get();
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
                        trusted,
                        signer);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (!file.getKey().equals(DECISION)) {
                once(bundle + file.getKey(), file.getValue());
            }
        }
        // A signature is another each time: the first one is what people approve.
        byte[] signed = once(bundle + DECISION, files.getOrDefault(DECISION, new byte[0]));
        Decision decision = decision(trusted, signed);
        compared(wanted, decision);
        List<String> failures = decision.failures().stream().map(Decision.Check::name).toList();
        return new Decided(
                decision.verdict().name(),
                decision.model(),
                Sha256.of(signed),
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

    private GatePolicy policy(QualificationRequest wanted, String bundle) {
        String name = bundle + PromotionBundle.POLICY;
        byte[] kept = gold.get(name, MOST_BYTES).orElse(null);
        if (kept == null) {
            String key = QualificationKeys.policy(wanted.model());
            kept = once(name, Json.bytes(GatePolicy.read(document(key), gold.at(key))));
        }
        return Json.read(kept, GatePolicy.class, gold.at(name));
    }

    /// Writes a file of the bundle unless it is there.
    ///
    /// @return what is there then
    private byte[] once(String name, byte[] content) {
        return gold.putIfAbsent(name, content, "application/octet-stream")
                ? content
                : document(name);
    }

    private static Decision decision(TrustedKey trusted, byte[] signed) {
        return trusted.open(signed, DECISION)
                .statement()
                .predicate(PromotionRecord.class)
                .decision();
    }

    /// The job judges against the model that the request names; nothing else may have written
    /// there.
    private static void compared(QualificationRequest wanted, Decision decision) {
        Production production = wanted.production();
        Sha256 expected = production == null ? null : production.sha256();
        if (!Objects.equals(expected, decision.production())) {
            throw new CallerException(
                    "qualification %s: expected evidence that compares with %s, found %s in the evidence of %s %s; qualify it again under another name"
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
