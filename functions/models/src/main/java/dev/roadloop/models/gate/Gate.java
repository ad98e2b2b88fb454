package dev.roadloop.models.gate;

import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.Comparison;
import dev.roadloop.contracts.evidence.Comparison.SliceDifference;
import dev.roadloop.contracts.evidence.DatasetVersion;
import dev.roadloop.contracts.evidence.Evaluation;
import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.contracts.evidence.Latency;
import dev.roadloop.contracts.evidence.Leakage;
import dev.roadloop.contracts.evidence.Packaging;
import dev.roadloop.contracts.evidence.Training;
import dev.roadloop.domain.Sha256;
import dev.roadloop.models.gate.Decision.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Decides whether a model may be promoted. A pure function: no clock, no network, no file, so that
/// whoever has policy and evidence decides the same.
///
/// What is not known is not passed: missing evidence, evidence of another model, and metrics that
/// nobody measured fail their checks.
public final class Gate {

    private final GatePolicy policy;
    private final Dossier dossier;
    private final List<Check> checks = new ArrayList<>();

    private Gate(GatePolicy policy, Dossier dossier) {
        this.policy = policy;
        this.dossier = dossier;
    }

    /// Decides.
    public static Decision decide(GatePolicy policy, Dossier dossier) {
        return new Gate(policy, dossier).decide();
    }

    private Decision decide() {
        evidence();
        datasets();
        samples();
        policy.floors().forEach(this::floor);
        Optional<Comparison> comparison = get(EvidenceKind.COMPARISON, Comparison.class);
        production(comparison);
        policy.regressions().forEach(margin -> regression(margin, comparison));
        latency();
        size();
        return new Decision(
                dossier.model(),
                comparison.map(Comparison::production).orElse(null),
                policy.name() + "@" + policy.version(),
                Sha256.of(Json.bytes(policy)),
                checks.stream().allMatch(Check::passed)
                        ? Decision.Verdict.PROMOTE
                        : Decision.Verdict.REFUSE,
                checks);
    }

    private void evidence() {
        for (EvidenceKind kind : EvidenceKind.values()) {
            Optional<String> fault = dossier.fault(kind);
            add(
                    "evidence " + kind.key(),
                    "one statement about the model",
                    fault.orElse("one statement about the model"),
                    fault.isEmpty());
        }
        add(
                "evidence of other kinds",
                "0",
                Integer.toString(dossier.unknown()),
                dossier.unknown() == 0);
    }

    private void datasets() {
        Optional<Leakage> leakage = get(EvidenceKind.LEAKAGE, Leakage.class);
        same(
                "training set",
                leakage.map(Leakage::training),
                get(EvidenceKind.TRAINING, Training.class).map(Training::dataset));
        same(
                "golden set",
                leakage.map(Leakage::golden),
                get(EvidenceKind.EVALUATION, Evaluation.class).map(Evaluation::golden));
        same(
                "golden set of the comparison",
                leakage.map(Leakage::golden),
                get(EvidenceKind.COMPARISON, Comparison.class).map(Comparison::golden));
        boolean apart =
                leakage.map(found -> !found.golden().sha256().equals(found.training().sha256()))
                        .orElse(false);
        add(
                "golden set apart",
                "another dataset than the training set",
                leakage.isEmpty() ? "not known" : apart ? "another dataset" : "the training set",
                apart);
        add(
                "leakage",
                "0 pairs",
                leakage.map(found -> found.pairs() + " pairs").orElse("not known"),
                leakage.map(found -> found.pairs() == 0).orElse(false));
    }

    private void same(
            String name, Optional<DatasetVersion> checked, Optional<DatasetVersion> used) {
        add(
                name,
                checked.map(DatasetVersion::toString).orElse("not known")
                        + ", the one that was checked for leakage",
                used.map(DatasetVersion::toString).orElse("not known"),
                checked.isPresent() && checked.equals(used));
    }

    private void samples() {
        Integer least = policy.leastSamples();
        if (least == null) {
            return;
        }
        Optional<Evaluation> evaluation = get(EvidenceKind.EVALUATION, Evaluation.class);
        for (String slice : policy.slices()) {
            OptionalLong found =
                    evaluation.stream()
                            .flatMap(made -> made.slices().stream())
                            .filter(score -> score.slice().equals(slice))
                            .mapToLong(Evaluation.SliceScore::samples)
                            .min();
            add(
                    "samples of " + slice,
                    "at least " + least,
                    found.isPresent() ? Long.toString(found.getAsLong()) : "not measured",
                    found.isPresent() && found.getAsLong() >= least);
        }
    }

    private void floor(GatePolicy.Floor floor) {
        Optional<Double> found =
                get(EvidenceKind.EVALUATION, Evaluation.class)
                        .flatMap(evaluation -> metric(evaluation, floor));
        add(
                "floor " + floor.metric() + (floor.slice() == null ? "" : " of " + floor.slice()),
                (floor.sure() ? "surely " : "") + "at least " + floor.atLeast(),
                found.map(value -> Double.toString(value)).orElse("not measured"),
                found.map(value -> value >= floor.atLeast()).orElse(false));
    }

    private static Optional<Double> metric(Evaluation evaluation, GatePolicy.Floor floor) {
        String slice = floor.slice();
        if (slice == null) {
            return Optional.ofNullable(evaluation.metrics().get(floor.metric()));
        }
        return only(evaluation.slices().stream()
                        .filter(score ->
                                score.slice().equals(slice)
                                        && score.metric().equals(floor.metric()))
                        .toList())
                .map(score -> floor.sure() ? score.low() : score.value());
    }

    private void production(Optional<Comparison> comparison) {
        Optional<Sha256> production = comparison.map(Comparison::production);
        add(
                "compared with production",
                policy.firstModel() ? "a model, or none there" : "a model",
                comparison.isEmpty()
                        ? "not known"
                        : production.map(Sha256::hex).orElse("no model in production"),
                production.isPresent() || (comparison.isPresent() && policy.firstModel()));
    }

    private void regression(GatePolicy.Margin margin, Optional<Comparison> comparison) {
        String name = "no regression of " + margin.metric() + " of " + margin.slice();
        String expected = "surely at most " + margin.margin() + " worse";
        if (comparison.isPresent() && comparison.get().production() == null) {
            add(name, expected, "no model in production", policy.firstModel());
            return;
        }
        Optional<SliceDifference> found =
                comparison.flatMap(made ->
                        only(
                                made.differences().stream()
                                        .filter(difference ->
                                                difference.slice().equals(margin.slice())
                                                        && difference
                                                                .metric()
                                                                .equals(margin.metric()))
                                        .toList()));
        add(
                name,
                expected,
                found.map(difference ->
                                difference.difference() + ", surely more than " + difference.low())
                        .orElse("not measured"),
                found.map(difference -> difference.low() >= -margin.margin()).orElse(false));
    }

    private void latency() {
        Optional<Latency> latency = get(EvidenceKind.LATENCY, Latency.class);
        add(
                "latency",
                "p95 of at most " + policy.mostP95Millis() + " ms",
                latency.map(found -> found.p95Millis() + " ms on " + found.machine())
                        .orElse("not measured"),
                latency.map(found -> found.p95Millis() <= policy.mostP95Millis()).orElse(false));
    }

    private void size() {
        Optional<Packaging> packaging = get(EvidenceKind.PACKAGING, Packaging.class);
        add(
                "size",
                "at most " + policy.mostBytes() + " bytes",
                packaging.map(found -> found.bytes() + " bytes").orElse("not measured"),
                packaging.map(found -> found.bytes() <= policy.mostBytes()).orElse(false));
    }

    /// What is said twice is not known: nobody can tell which holds.
    private static <T> Optional<T> only(List<T> found) {
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private <T extends Record> Optional<T> get(EvidenceKind kind, Class<T> as) {
        return dossier.get(kind, as);
    }

    private void add(String name, String expected, String found, boolean passed) {
        checks.add(new Check(name, expected, found, passed));
    }
}
