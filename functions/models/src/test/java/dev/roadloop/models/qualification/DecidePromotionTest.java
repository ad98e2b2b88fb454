package dev.roadloop.models.qualification;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.contracts.evidence.Statement;
import dev.roadloop.contracts.qualification.EvaluationOutcome;
import dev.roadloop.contracts.qualification.QualificationKeys;
import dev.roadloop.contracts.qualification.QualificationRequest;
import dev.roadloop.contracts.qualification.QualificationRequest.Judging;
import dev.roadloop.contracts.qualification.QualificationRequest.Production;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.models.Candidate;
import dev.roadloop.models.TestKey;
import dev.roadloop.models.approval.TestApprovals;
import dev.roadloop.models.bundle.ApprovalRecord;
import dev.roadloop.models.bundle.ApprovalRecord.Choice;
import dev.roadloop.models.bundle.ApprovalRecord.Outcome;
import dev.roadloop.models.bundle.ApprovalRecord.Vote;
import dev.roadloop.models.bundle.Approvals;
import dev.roadloop.models.bundle.PromotionBundle;
import dev.roadloop.models.gate.GatePolicy;
import dev.roadloop.models.qualification.DecidePromotion.Decided;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A version that is qualified twice, and a function that is called twice.
class DecidePromotionTest {
    private static final String JSON = "application/json";

    private static final Vote ADA = new Vote("ada", Choice.APPROVE, "", Instant.EPOCH);
    private static final Vote GRACE = new Vote("grace", Choice.APPROVE, "", Instant.EPOCH);

    @TempDir private Path folder;
    private final TestApprovals cloud = new TestApprovals();
    private final TestKey key = new TestKey("k");
    private final Bucket gold = cloud.gold();
    private final DecidePromotion decide =
            new DecidePromotion(gold, key::trusted, key, Clock.systemUTC());

    @BeforeEach
    void policy() {
        policy(Candidate.POLICY);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void twoQualificationsOfOneVersionAreDecidedByTheirOwnEvidence() throws IOException {
        judged("good", new Candidate(), Candidate.PRODUCTION);
        judged(
                "bad",
                new Candidate().with(EvidenceKind.EVALUATION, Candidate.evaluation(0.1, 0.55)),
                Candidate.PRODUCTION);

        Decided bad = decide("bad");
        Decided good = decide("good");

        assertThat(good.verdict()).isEqualTo("PROMOTE");
        assertThat(bad.verdict()).isEqualTo("REFUSE");
        assertThat(bad.failures()).containsExactly("floor mAP50");
        assertThat(good.bundle()).isEqualTo("promotions/detector/3/good/");
        assertThat(verified(bad).promotable()).isFalse();
    }

    @Test
    void calledAgainItDecidesByWhatWasThereFirstWhateverChangedSince() throws IOException {
        judged("q", new Candidate(), Candidate.PRODUCTION);
        Decided first = decide("q");
        GatePolicy usual = Candidate.POLICY;
        policy(
                new GatePolicy(
                        "harder",
                        3,
                        List.of(new GatePolicy.Floor("mAP50", null, 0.99, false)),
                        usual.regressions(),
                        usual.mostP95Millis(),
                        usual.mostBytes(),
                        false));
        judged("q", new Candidate().without(EvidenceKind.LATENCY), Candidate.PRODUCTION);

        Decided again = decide("q");

        assertThat(again.decision()).isEqualTo(first.decision());
        assertThat(again.verdict()).isEqualTo("PROMOTE");
        assertThat(verified(again).promotion().decision().verdict().name()).isEqualTo("PROMOTE");
        gold.put(QualificationKeys.policy("detector"), new byte[] {'{'}, JSON);
        assertThat(decide("q").decision()).isEqualTo(first.decision());
    }

    @Test
    void aPolicyThatIsMisspeltIsAskedForAgainBeforeAnythingIsDecided() throws IOException {
        judged("q", new Candidate(), Candidate.PRODUCTION);
        String right = Json.text(Candidate.POLICY);
        gold.put(
                QualificationKeys.policy("detector"),
                right.replace("regressions", "regresions").getBytes(UTF_8),
                JSON);
        assertThatThrownBy(() -> decide("q")).hasMessageContaining("policies/gate/detector.json");

        policy(Candidate.POLICY);

        assertThat(verified(decide("q")).promotable()).isTrue();
    }

    @Test
    void evidenceThatComparesWithAnotherModelIsRefused() {
        judged("q", new Candidate(), Candidate.digest("another"));

        assertThatThrownBy(() -> decide("q"))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("qualification q: expected evidence that compares with");
    }

    private Decided decide(String id) {
        return decide.decide(new DecidePromotion.Request(id));
    }

    private void policy(GatePolicy policy) {
        gold.put(QualificationKeys.policy("detector"), Json.bytes(policy), JSON);
    }

    private void judged(String id, Candidate candidate, Sha256 production) {
        QualificationRequest request =
                new QualificationRequest(
                        id,
                        "detector",
                        "3",
                        Candidate.MODEL,
                        "production",
                        "models/packages/detector/a/model.onnx",
                        "models/packages/detector/a/packaging.json",
                        "models/runs/r/outcome.json",
                        new DatasetName("street"),
                        new DatasetName("golden"),
                        Candidate.GOLDEN.sha256(),
                        new Production("2", production, "models/packages/detector/b/model.onnx"),
                        Judging.USUAL);
        gold.put(QualificationKeys.request(id), Json.bytes(request), JSON);
        for (Statement statement : candidate.statements()) {
            EvidenceKind kind = statement.kind().orElseThrow();
            gold.put(QualificationKeys.evidence(request, kind), key.signed(statement), JSON);
        }
        EvaluationOutcome outcome =
                new EvaluationOutcome(id, Candidate.MODEL, production, 9, Map.of(), 0, "r.html");
        gold.put(QualificationKeys.outcome(id), Json.bytes(outcome), JSON);
    }

    private PromotionBundle.Verified verified(Decided decided) throws IOException {
        for (String file : cloud.keys(decided.bundle())) {
            Path target = folder.resolve(file.substring(decided.bundle().length()));
            Files.createDirectories(target.getParent());
            Files.write(target, gold.get(file, 1 << 20).orElseThrow());
        }
        if (decided.verdict().equals("PROMOTE")) {
            ApprovalRecord approved =
                    new ApprovalRecord(
                            "detector",
                            "3",
                            "production",
                            2,
                            Outcome.APPROVED,
                            List.of(ADA, GRACE));
            Files.write(
                    folder.resolve(Approvals.FILE),
                    Approvals.sign(approved, decided.sha256(), decided.decision(), key));
        }
        return PromotionBundle.verify(folder, Optional.of(key.trusted()));
    }
}
