package dev.roadloop.models.bundle;

import dev.roadloop.contracts.DsseEnvelope;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.MalformedJsonException;
import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.contracts.evidence.Statement;
import dev.roadloop.contracts.evidence.Statement.Subject;
import dev.roadloop.contracts.evidence.TrustedKey;
import dev.roadloop.contracts.evidence.TrustedKey.Signed;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.models.card.CardText;
import dev.roadloop.models.card.ModelCard;
import dev.roadloop.models.gate.Decision;
import dev.roadloop.models.gate.Dossier;
import dev.roadloop.models.gate.Gate;
import dev.roadloop.models.gate.GatePolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A folder with all that a promotion was decided by:
///
/// | file | what |
/// | --- | --- |
/// | `decision.dsse.json` | the decision, signed: a statement about the model and every other file |
/// | `policy.json` | the gate's policy |
/// | `evidence/<kind>.dsse.json` | what is known of the model, signed |
/// | `card.json` | what people say of the model |
/// | `card/` | the model card made of it |
/// | `approvals.dsse.json` | who approved, signed, where the decision asks for approvals |
/// | `key.pem` | the public key, for convenience: whoever doubts it brings it along |
///
/// [#verify] decides again by policy and evidence, and refuses the bundle if any byte of any file
/// is another, or the decision is.
public final class PromotionBundle {

    /// The file of the gate's policy.
    public static final String POLICY = BundleFiles.POLICY;

    private static final String CARD_TEXT = "card.json";

    private PromotionBundle() {}

    /// What is to be decided.
    ///
    /// @param model the registered model's name
    /// @param version its version
    /// @param sha256 digest of the packaged model
    /// @param policy the gate's
    /// @param evidence signed envelopes, as files
    /// @param text what people say of the model
    /// @param approvals how many different people must approve; 0 for none
    public record Application(
            String model,
            String version,
            Sha256 sha256,
            GatePolicy policy,
            List<byte[]> evidence,
            CardText text,
            int approvals) {
        /// Copies the evidence.
        public Application {
            evidence = List.copyOf(evidence);
        }

        /// One that needs no approvals.
        public Application(
                String model,
                String version,
                Sha256 sha256,
                GatePolicy policy,
                List<byte[]> evidence,
                CardText text) {
            this(model, version, sha256, policy, evidence, text, 0);
        }
    }

    /// A bundle that was verified.
    ///
    /// @param promotion what was decided
    /// @param card the model's
    /// @param approval how people decided; empty where the decision does not ask for it
    public record Verified(
            PromotionRecord promotion, ModelCard card, Optional<ApprovalRecord> approval) {

        /// This bundle, if it is about that version: one of another is as sound.
        ///
        /// @throws CallerException if it is about another
        public Verified about(String model, String version) {
            same("the bundle's model", model, promotion.model());
            same("the bundle's version", version, promotion.version());
            return this;
        }

        /// Whether gate and people let the model be promoted.
        public boolean promotable() {
            return promotion.decision().verdict() == Decision.Verdict.PROMOTE
                    && approval.map(one -> one.outcome() == ApprovalRecord.Outcome.APPROVED)
                            .orElse(true);
        }
    }

    /// The file of the evidence of a kind.
    public static String evidence(EvidenceKind kind) {
        return BundleFiles.EVIDENCE + kind.key() + BundleFiles.ENVELOPE;
    }

    /// Decides, and makes the files of the bundle.
    ///
    /// @param key that all evidence is signed with
    /// @param signer signs with that key
    /// @return contents by path
    /// @throws CallerException if evidence is not signed with the key, or of no known kind
    public static SortedMap<String, byte[]> seal(
            Application application, TrustedKey key, StatementSigner signer) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        List<Signed> evidence = new ArrayList<>();
        for (byte[] envelope : application.evidence()) {
            Signed signed = key.open(envelope, "evidence " + (evidence.size() + 1));
            EvidenceKind kind =
                    signed.statement()
                            .kind()
                            .orElseThrow(() ->
                                    new CallerException(
                                            "evidence of type "
                                                    + signed.statement().predicateType()
                                                    + " is of no known kind"));
            if (files.put(evidence(kind), envelope) != null) {
                throw new CallerException("evidence of kind " + kind.key() + " is given twice");
            }
            evidence.add(signed);
        }
        files.put(BundleFiles.POLICY, Json.bytes(application.policy()));
        files.put(BundleFiles.KEY, key.pem().getBytes(StandardCharsets.US_ASCII));
        files.put(CARD_TEXT, Json.bytes(application.text()));
        Dossier dossier =
                new Dossier(
                        application.sha256(), evidence.stream().map(Signed::statement).toList());
        Decision decision = Gate.decide(application.policy(), dossier);
        files.putAll(
                new ModelCard(
                                application.model(),
                                application.version(),
                                dossier,
                                decision,
                                application.text())
                        .files());
        PromotionRecord record =
                new PromotionRecord(
                        application.model(),
                        application.version(),
                        keyId(evidence),
                        decision,
                        application.approvals() == 0 ? null : application.approvals());
        files.put(BundleFiles.DECISION, Json.bytes(sign(record, files, signer)));
        return Collections.unmodifiableSortedMap(files);
    }

    private static String keyId(List<Signed> evidence) {
        List<String> ids = evidence.stream().map(Signed::keyId).distinct().toList();
        if (ids.size() != 1) {
            throw new CallerException(
                    "expected evidence that names one key, found "
                            + (ids.isEmpty() ? "none" : ids));
        }
        return ids.getFirst();
    }

    private static DsseEnvelope sign(
            PromotionRecord record, Map<String, byte[]> files, StatementSigner signer) {
        List<Subject> subjects = new ArrayList<>();
        subjects.add(
                Subject.of(record.model() + "@" + record.version(), record.decision().model()));
        files.forEach((name, content) -> subjects.add(Subject.of(name, Sha256.of(content))));
        DsseEnvelope envelope =
                signer.sign(
                        Statement.MEDIA_TYPE,
                        Json.bytes(
                                new Statement(
                                        Statement.TYPE,
                                        subjects,
                                        PromotionRecord.PREDICATE_TYPE,
                                        Json.jackson().valueToTree(record))));
        if (!envelope.signatures().getFirst().keyid().equals(record.keyId())) {
            throw new CallerException(
                    "the evidence is signed with "
                            + record.keyId()
                            + ", the decision would be with "
                            + envelope.signatures().getFirst().keyid()
                            + "; expected one key");
        }
        return envelope;
    }

    /// Verifies a bundle in a folder, and decides again.
    ///
    /// @param trusted the key to believe; empty to believe the one in the bundle, which then proves
    ///   that nothing was changed, but not who made it
    /// @throws CallerException if a byte is another than was signed, a file is missing or one too
    ///   many, or evidence and policy lead to another decision
    public static Verified verify(Path folder, Optional<TrustedKey> trusted) throws IOException {
        SortedMap<String, byte[]> files = BundleFiles.read(folder);
        TrustedKey key = trusted.isPresent() ? trusted.get() : ownKey(files);
        Signed signed = key.open(file(files, BundleFiles.DECISION), BundleFiles.DECISION);
        Statement statement = signed.statement();
        if (!statement.predicateType().equals(PromotionRecord.PREDICATE_TYPE)) {
            throw new CallerException(
                    BundleFiles.DECISION + " is a " + statement.predicateType() + ", no decision");
        }
        try {
            PromotionRecord record = statement.predicate(PromotionRecord.class);
            same(BundleFiles.DECISION + ": key id", record.keyId(), signed.keyId());
            digests(statement.subject(), record, files);
            List<Statement> evidence = new ArrayList<>();
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                if (file.getKey().startsWith(BundleFiles.EVIDENCE)) {
                    Signed one = key.open(file.getValue(), file.getKey());
                    same(file.getKey() + ": key id", record.keyId(), one.keyId());
                    evidence.add(one.statement());
                }
            }
            GatePolicy policy =
                    Json.read(
                            file(files, BundleFiles.POLICY), GatePolicy.class, BundleFiles.POLICY);
            CardText text = Json.read(file(files, CARD_TEXT), CardText.class, CARD_TEXT);
            Dossier dossier = new Dossier(record.decision().model(), evidence);
            Decision again = Gate.decide(policy, dossier);
            if (!again.equals(record.decision())) {
                throw new CallerException(
                        "the evidence leads to another decision than the signed one: expected "
                                + Json.text(again)
                                + ", found "
                                + Json.text(record.decision()));
            }
            return new Verified(
                    record,
                    new ModelCard(record.model(), record.version(), dossier, again, text),
                    Approvals.verify(files, record, key));
        } catch (MalformedJsonException e) {
            throw new CallerException(folder + ": " + e.getMessage(), e);
        }
    }

    private static TrustedKey ownKey(Map<String, byte[]> files) {
        try {
            return TrustedKey.ofPem(
                    new String(file(files, BundleFiles.KEY), StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new CallerException(BundleFiles.KEY + ": " + e.getMessage(), e);
        }
    }

    /// Every file but the decision is named by it, with its digest, and no other is there.
    private static void digests(
            List<Subject> subjects, PromotionRecord record, Map<String, byte[]> files) {
        Map<String, Sha256> expected = new TreeMap<>();
        subjects.stream()
                .skip(1)
                .forEach(subject -> expected.put(subject.name(), subject.sha256()));
        same(
                "the model that the decision is about",
                record.decision().model().hex(),
                subjects.getFirst().sha256().hex());
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            if (file.getKey().equals(BundleFiles.DECISION)
                    || file.getKey().equals(Approvals.FILE)) {
                continue;
            }
            Sha256 digest = expected.remove(file.getKey());
            if (digest == null) {
                throw new CallerException(
                        file.getKey() + " is not named by the decision; expected no such file");
            }
            same(file.getKey() + ": sha256", digest.hex(), Sha256.of(file.getValue()).hex());
        }
        if (!expected.isEmpty()) {
            throw new CallerException(
                    "expected "
                            + String.join(", ", expected.keySet())
                            + ", which the decision names; found no such file");
        }
    }

    private static void same(String what, String expected, String found) {
        if (!expected.equals(found)) {
            throw new CallerException(what + ": expected " + expected + ", found " + found);
        }
    }

    private static byte[] file(Map<String, byte[]> files, String name) {
        byte[] content = files.get(name);
        if (content == null) {
            throw new CallerException("expected a file " + name + ", found " + files.keySet());
        }
        return content;
    }
}
