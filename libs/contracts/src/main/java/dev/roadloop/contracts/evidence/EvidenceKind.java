package dev.roadloop.contracts.evidence;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a statement can be about.
public enum EvidenceKind {
    /// How the model was trained: [Training].
    TRAINING(Training.class),
    /// Whether what it is judged on was kept out of its training: [Leakage].
    LEAKAGE(Leakage.class),
    /// How well it does on the golden set: [Evaluation].
    EVALUATION(Evaluation.class),
    /// How it does beside the model in production: [Comparison].
    COMPARISON(Comparison.class),
    /// How long an inference takes: [Latency].
    LATENCY(Latency.class),
    /// What the packaged model is: [Packaging].
    PACKAGING(Packaging.class);

    private static final String ROOT = "https://roadloop.dev/attestation/";
    private static final String VERSION = "/v1";

    private final Class<? extends Record> predicate;

    EvidenceKind(Class<? extends Record> predicate) {
        this.predicate = predicate;
    }

    /// The record that its statements carry.
    public Class<? extends Record> predicate() {
        return predicate;
    }

    /// The `predicateType` of its statements.
    public String predicateType() {
        return ROOT + key() + VERSION;
    }

    /// Its name in files and commands.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The kind with this predicate type; empty if there is none.
    public static Optional<EvidenceKind> of(String predicateType) {
        return Arrays.stream(values())
                .filter(kind -> kind.predicateType().equals(predicateType))
                .findFirst();
    }
}
