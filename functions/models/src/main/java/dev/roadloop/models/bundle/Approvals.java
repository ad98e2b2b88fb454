package dev.roadloop.models.bundle;

import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.Statement;
import dev.roadloop.contracts.evidence.Statement.Subject;
import dev.roadloop.contracts.evidence.TrustedKey;
import dev.roadloop.contracts.evidence.TrustedKey.Signed;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.models.gate.Decision;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The file of a bundle that says who approved. It comes after the decision and is about it: its
/// statement names the digest of the signed decision, so that it fits no other bundle.
public final class Approvals {
    /// The file's name.
    public static final String FILE = "approvals.dsse.json";

    private Approvals() {}

    /// Makes the file.
    ///
    /// @param model digest of the packaged model
    /// @param decision digest of the bundle's `decision.dsse.json`
    /// @param signer with the key that the decision is signed with
    public static byte[] sign(
            ApprovalRecord record, Sha256 model, Sha256 decision, StatementSigner signer) {
        Statement statement =
                new Statement(
                        Statement.TYPE,
                        List.of(
                                Subject.of(record.model() + "@" + record.version(), model),
                                Subject.of(BundleFiles.DECISION, decision)),
                        ApprovalRecord.PREDICATE_TYPE,
                        Json.jackson().valueToTree(record));
        return Json.bytes(signer.sign(Statement.MEDIA_TYPE, Json.bytes(statement)));
    }

    /// What the file of a bundle says; empty if the decision asks for no approvals.
    ///
    /// @param files of the bundle
    /// @throws CallerException if it is missing, or not about this decision
    static Optional<ApprovalRecord> verify(
            Map<String, byte[]> files, PromotionRecord promotion, TrustedKey key) {
        byte[] file = files.get(FILE);
        int required = promotion.approvals() == null ? 0 : promotion.approvals();
        boolean asked = required > 0 && promotion.decision().verdict() == Decision.Verdict.PROMOTE;
        if (file == null && asked) {
            throw new CallerException(
                    "the decision asks for "
                            + required
                            + " approvals; expected "
                            + FILE
                            + ", which is written when people have decided, found no such file");
        }
        if (file == null) {
            return Optional.empty();
        }
        Signed signed = key.open(file, FILE);
        Statement statement = signed.statement();
        List<Subject> about = statement.subject();
        Sha256 decision = Sha256.of(files.getOrDefault(BundleFiles.DECISION, new byte[0]));
        if (!asked
                || !statement.predicateType().equals(ApprovalRecord.PREDICATE_TYPE)
                || !signed.keyId().equals(promotion.keyId())
                || about.size() != 2
                || !about.getFirst().sha256().equals(promotion.decision().model())
                || !about.getLast().sha256().equals(decision)) {
            throw new CallerException(
                    FILE + ": expected approvals of this decision, found those of another");
        }
        ApprovalRecord record = statement.predicate(ApprovalRecord.class);
        if (!record.model().equals(promotion.model())
                || !record.version().equals(promotion.version())
                || record.required() < required) {
            throw new CallerException(
                    "%s: expected %d approvals of %s %s, found %d of %s %s"
                            .formatted(
                                    FILE,
                                    required,
                                    promotion.model(),
                                    promotion.version(),
                                    record.required(),
                                    record.model(),
                                    record.version()));
        }
        return Optional.of(record);
    }
}
