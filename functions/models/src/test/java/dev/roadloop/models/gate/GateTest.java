package dev.roadloop.models.gate;

import static dev.roadloop.models.Candidate.GOLDEN;
import static dev.roadloop.models.Candidate.MODEL;
import static dev.roadloop.models.Candidate.POLICY;
import static dev.roadloop.models.Candidate.PRODUCTION;
import static dev.roadloop.models.Candidate.TRAINING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.MalformedJsonException;
import dev.roadloop.contracts.evidence.Comparison;
import dev.roadloop.contracts.evidence.DatasetVersion;
import dev.roadloop.contracts.evidence.Evaluation;
import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.contracts.evidence.Latency;
import dev.roadloop.contracts.evidence.Leakage;
import dev.roadloop.contracts.evidence.Packaging;
import dev.roadloop.contracts.evidence.Statement;
import dev.roadloop.contracts.evidence.Statement.Subject;
import dev.roadloop.domain.Sha256;
import dev.roadloop.models.Candidate;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GateTest {

    private static final DatasetVersion OTHER =
            new DatasetVersion("golden", "v2", Candidate.digest("golden v2"));

    @Test
    void promotesWhatPassesEveryCheckAndSaysWhatItLookedAt() {
        Decision decision = decide(new Candidate());

        assertThat(decision.failures()).isEmpty();
        assertThat(decision.verdict()).isEqualTo(Decision.Verdict.PROMOTE);
        assertThat(decision.production()).isEqualTo(PRODUCTION);
        assertThat(decision.policy()).isEqualTo("detector@2");
        assertThat(decision.checks())
                .contains(
                        new Decision.Check("floor mAP50", "at least 0.6", "0.71", true),
                        new Decision.Check(
                                "floor recall of night", "surely at least 0.5", "0.55", true),
                        new Decision.Check("leakage", "0 pairs", "0 pairs", true));
    }

    @ParameterizedTest
    @EnumSource(EvidenceKind.class)
    void refusesWhereEvidenceIsMissingOrOfAnotherModelOrThereTwice(EvidenceKind kind) {
        Statement mine =
                new Candidate()
                        .statements().stream()
                                .filter(statement -> statement.kind().orElseThrow() == kind)
                                .findFirst()
                                .orElseThrow();
        Statement others =
                new Statement(
                        Statement.TYPE,
                        List.of(Subject.of("detector", PRODUCTION)),
                        mine.predicateType(),
                        mine.predicate());
        Statement both =
                new Statement(
                        Statement.TYPE,
                        List.of(Subject.of("a", MODEL), Subject.of("b", PRODUCTION)),
                        mine.predicateType(),
                        mine.predicate());
        Statement empty =
                new Statement(
                        Statement.TYPE,
                        mine.subject(),
                        mine.predicateType(),
                        Json.jackson().createObjectNode());

        assertRefused(new Candidate().without(kind), "evidence " + kind.key(), "missing");
        assertRefused(
                new Candidate().without(kind).and(others), "evidence " + kind.key(), "is about ");
        assertRefused(
                new Candidate().without(kind).and(both), "evidence " + kind.key(), "is about ");
        assertRefused(new Candidate().and(others), "evidence " + kind.key(), "is about ");
        assertRefused(new Candidate().and(mine), "evidence " + kind.key(), "more than once");
        assertRefused(
                new Candidate().without(kind).and(empty),
                "evidence " + kind.key(),
                "cannot be read");
    }

    @Test
    @Tag("slow")
    void refusesEvidenceThatItDoesNotKnow() {
        Statement strange =
                new Statement(
                        Statement.TYPE,
                        List.of(Subject.of("detector", MODEL)),
                        "https://example.org/other/v1",
                        Json.jackson().createObjectNode());

        assertRefused(new Candidate().and(strange), "evidence of other kinds", "1");
    }

    @Test
    void refusesWhatWasJudgedOnOtherDataThanWasChecked() {
        Evaluation judged = Candidate.evaluation(0.71, 0.55);
        assertRefused(with(new Leakage(TRAINING, GOLDEN, 1)), "leakage", "1 pairs");
        assertRefused(with(new Leakage(OTHER, GOLDEN, 0)), "training set", "street@v3");
        assertRefused(
                with(new Evaluation(OTHER, judged.samples(), judged.metrics(), judged.slices())),
                "golden set",
                "golden@v2");
        assertRefused(
                with(new Comparison(OTHER, PRODUCTION, Candidate.comparison(0).differences())),
                "golden set of the comparison",
                "golden@v2");
        assertRefused(with(new Leakage(TRAINING, TRAINING, 0)), "golden set apart", "training set");
    }

    @Test
    void refusesWhatIsTooBadTooSlowOrTooLarge() {
        assertRefused(with(Candidate.evaluation(0.59, 0.55)), "floor mAP50", "0.59");
        assertRefused(with(Candidate.evaluation(0.71, 0.49)), "floor recall of night", "0.49");
        assertRefused(
                with(new Evaluation(GOLDEN, 900, Map.of(), List.of())),
                "floor recall of night",
                "not measured");
        assertRefused(
                with(Candidate.comparison(-0.021)), "no regression of recall of pedestrian", "");
        assertRefused(
                with(new Comparison(GOLDEN, PRODUCTION, List.of())),
                "no regression of recall of pedestrian",
                "not measured");
        assertRefused(with(new Latency("2 cores", 1, 9, 12, 30.5, 31)), "latency", "30.5 ms");
        assertRefused(
                with(new Packaging("onnx", 4_000_001, MODEL, Map.of())), "size", "4000001 bytes");
    }

    @Test
    void aSliceThatIsMeasuredTwiceIsNotKnown() {
        Evaluation.SliceScore good = Candidate.evaluation(0.7, 0.55).slices().getFirst();
        Evaluation.SliceScore bad = Candidate.evaluation(0.7, 0.1).slices().getFirst();

        assertRefused(
                with(new Evaluation(GOLDEN, 900, Map.of("mAP50", 0.7), List.of(good, bad))),
                "floor recall of night",
                "not measured");
    }

    @Test
    void aFirstModelPassesOnlyWhereThePolicySaysSo() {
        Candidate first = with(new Comparison(GOLDEN, null, List.of()));

        assertRefused(first, "compared with production", "no model in production");
        GatePolicy lenient =
                new GatePolicy(
                        "first", 1, POLICY.floors(), POLICY.regressions(), 30, 4_000_000, true);
        assertThat(Gate.decide(lenient, first.dossier()).verdict())
                .isEqualTo(Decision.Verdict.PROMOTE);
    }

    @Test
    void policiesThatAskForNothingAreRefused() {
        assertThatThrownBy(() -> new GatePolicy("p", 1, List.of(), List.of(), 30, 4_000_000, false))
                .hasMessageContaining("at least one floor");
        assertThatThrownBy(() ->
                        new GatePolicy(
                                "p", 1, POLICY.floors(), List.of(), Double.NaN, 4_000_000, false))
                .hasMessageContaining("more than 0");
        assertThatThrownBy(() -> new GatePolicy.Margin("s", "m", -0.1))
                .hasMessageContaining("0 or more");
        assertThatThrownBy(() -> new GatePolicy.Floor("m", null, 0.1, true))
                .hasMessageContaining("confidence intervals");
    }

    @Test
    void slicesWithFewerSamplesThanThePolicyAsksForAreNotSure() {
        // Night has 120 samples; nobody measured how pedestrians are found.
        Candidate candidate = new Candidate();

        assertThat(Gate.decide(least(null), candidate.dossier()).failures()).isEmpty();
        assertThat(Gate.decide(least(120), candidate.dossier()).failures())
                .containsExactly(
                        new Decision.Check(
                                "samples of pedestrian", "at least 120", "not measured", false));
        assertThat(Gate.decide(least(121), candidate.dossier()).failures())
                .contains(new Decision.Check("samples of night", "at least 121", "120", false));
        assertThatThrownBy(() -> least(0)).hasMessageContaining("leastSamples of 1 or more");
    }

    private static GatePolicy least(@Nullable Integer samples) {
        return new GatePolicy(
                POLICY.name(),
                POLICY.version(),
                POLICY.floors(),
                POLICY.regressions(),
                POLICY.mostP95Millis(),
                POLICY.mostBytes(),
                POLICY.firstModel(),
                samples);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    'atLeast'         | 'atleast'         | atLeast
                    'slice':'night','atLeast':0.5,'sure':true | 'slce':'night','atLeast':0.5,'sure':false | slce
                    'regressions'     | 'regresions'      | regressions
                    'margin':0.02     | 'margin':-0.02    | 0 or more
                    'margin':0.02     | 'margin':'0.02'   | margin
                    'margin':0.02     | 'margin':'NaN'    | 0 or more
                    'margin':0.02     | 'margins':0       | margin
                    ,'margin':0.02    |                   | margin
                    ,'sure':true      |                   | sure
                    'atLeast':0.5     | 'atLeast':null    | atLeast
                    'atLeast':0.5     | 'atLeast':'NaN'   | NaN
                    'atLeast':0.5     | 'atLeast':true    | atLeast
                    ,'firstModel':false |                 | firstModel
                    'firstModel'      | 'comment':'x','firstModel' | comment
                    """)
    void aPolicyThatIsMisspeltOrMistypedIsRefusedAndAsksForNothingLess(
            String right, @Nullable String wrong, String named) {
        String text = Json.text(POLICY).replace('"', '\'');
        assertThat(text).contains(right);
        byte[] policy =
                text.replace(right, wrong == null ? "" : wrong)
                        .replace('\'', '"')
                        .getBytes(StandardCharsets.UTF_8);

        assertThatThrownBy(() -> GatePolicy.read(policy, "gate.json"))
                .isInstanceOf(MalformedJsonException.class)
                .hasMessageContainingAll("gate.json", named);
    }

    @Property(tries = 200, seed = "20261121")
    void theOrderOfTheEvidenceDoesNotMatter(@ForAll long seed) {
        List<Statement> shuffled = new ArrayList<>(new Candidate().statements());
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(Gate.decide(POLICY, new Dossier(MODEL, shuffled)))
                .isEqualTo(decide(new Candidate()));
    }

    @Property(tries = 300, seed = "20261121")
    void itPromotesExactlyWhatReachesFloorAndMargin(
            @ForAll @DoubleRange(min = 0, max = 1) double map,
            @ForAll @DoubleRange(min = 0, max = 0.9) double night,
            @ForAll @DoubleRange(min = -0.1, max = 0.1) double low) {
        Candidate candidate =
                with(Candidate.evaluation(map, night))
                        .with(EvidenceKind.COMPARISON, Candidate.comparison(low));

        assertThat(decide(candidate).verdict() == Decision.Verdict.PROMOTE)
                .isEqualTo(map >= 0.6 && night >= 0.5 && low >= -0.02);
    }

    private static Candidate with(Record predicate) {
        EvidenceKind kind =
                EvidenceKind.valueOf(
                        predicate.getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT));
        return new Candidate().with(kind, predicate);
    }

    private static Decision decide(Candidate candidate) {
        return Gate.decide(POLICY, candidate.dossier());
    }

    private static void assertRefused(Candidate candidate, String check, String found) {
        Decision decision = decide(candidate);
        Sha256 model = decision.model();

        assertThat(model).isEqualTo(MODEL);
        assertThat(decision.verdict()).isEqualTo(Decision.Verdict.REFUSE);
        assertThat(decision.failures())
                .anySatisfy(failure -> {
                    assertThat(failure.name()).isEqualTo(check);
                    assertThat(failure.found()).contains(found);
                });
    }
}
