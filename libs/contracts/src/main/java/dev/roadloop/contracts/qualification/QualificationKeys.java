package dev.roadloop.contracts.qualification;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.domain.Sha256;

/// Where what belongs to a qualification lies in the gold bucket.
public final class QualificationKeys {
    /// Below which requests and outcomes lie.
    public static final String QUALIFICATIONS = "qualifications/";

    /// Below which signed evidence lies.
    public static final String EVIDENCE = "evidence/";

    /// Below which the bundles of decided promotions lie.
    public static final String PROMOTIONS = "promotions/";

    /// Below which gate policies lie.
    public static final String POLICIES = "policies/gate/";

    /// Below which lies what becomes of finished trainings.
    public static final String QUALIFICATION_POLICIES = "policies/qualification/";

    private static final String ENVELOPE = ".dsse.json";
    private static final int NAME_LENGTH = 48;
    private static final int DIGITS = 16;

    private QualificationKeys() {}

    /// The [QualificationRequest].
    public static String request(String id) {
        return QUALIFICATIONS + id + "/request.json";
    }

    /// The [EvaluationOutcome].
    public static String outcome(String id) {
        return QUALIFICATIONS + id + "/evaluation.outcome.json";
    }

    /// What the keys of all evidence about a version begin with.
    public static String evidence(String model, String version) {
        return EVIDENCE + model + "/" + version + "/";
    }

    /// What the keys of a qualification's evidence begin with: its own, since a version may be
    /// qualified more than once, against other models or on other sets.
    public static String evidence(String model, String version, String id) {
        return evidence(model, version) + id + "/";
    }

    /// A file that a qualification has about a version, such as `report.html`.
    public static String about(QualificationRequest request, String file) {
        return evidence(request.model(), request.version(), request.id()) + file;
    }

    /// Signed evidence of a kind.
    public static String evidence(QualificationRequest request, EvidenceKind kind) {
        return about(request, kind.key() + ENVELOPE);
    }

    /// What the keys of a decision's bundle begin with.
    public static String bundle(String model, String version, String id) {
        return bundles(model, version) + id + "/";
    }

    /// What the keys of all bundles of a version begin with.
    public static String bundles(String model, String version) {
        return PROMOTIONS + model + "/" + version + "/";
    }

    /// The policy of a model's gate.
    public static String policy(String model) {
        return POLICIES + model + ".json";
    }

    /// The [QualificationPolicy] of a model.
    public static String qualificationPolicy(String model) {
        return QUALIFICATION_POLICIES + model + ".json";
    }

    /// The id of the qualification that a finished training starts: the same for the same training
    /// and the same packaged model, whoever says how often that it has finished.
    ///
    /// @param run the training
    /// @param packaged digest of its packaged model
    public static String automatic(String run, Sha256 packaged) {
        String name = run.replaceAll("[^A-Za-z0-9_-]", "-");
        Sha256 whole = Sha256.of((run + "\n" + packaged.hex()).getBytes(UTF_8));
        return "auto-"
                + name.substring(0, Math.min(NAME_LENGTH, name.length()))
                + "-"
                + whole.prefix(DIGITS);
    }
}
