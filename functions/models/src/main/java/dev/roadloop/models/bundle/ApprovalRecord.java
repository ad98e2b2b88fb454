package dev.roadloop.models.bundle;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// How people decided on a promotion that the gate allows: what the signed `approvals.dsse.json` of
/// a bundle says.
///
/// @param model the registered model's name
/// @param version its version
/// @param alias that it was to be promoted to
/// @param required how many different people must approve
/// @param outcome how it ended
/// @param votes all that were given, in the order of their approvers
public record ApprovalRecord(
        String model,
        String version,
        String alias,
        int required,
        Outcome outcome,
        List<Vote> votes) {

    /// The `predicateType` of its statement.
    public static final String PREDICATE_TYPE = "https://roadloop.dev/attestation/approval/v1";

    /// @throws IllegalArgumentException when a field is missing, or the votes do not lead to the
    ///   outcome
    public ApprovalRecord {
        if (model == null
                || version == null
                || alias == null
                || required < 1
                || outcome == null
                || votes == null) {
            throw new IllegalArgumentException("expected an approval with all its fields");
        }
        votes = List.copyOf(votes);
        Set<String> people = new TreeSet<>();
        for (Vote vote : votes) {
            if (!people.add(vote.person())) {
                throw new IllegalArgumentException(
                        vote.approver() + " voted twice; expected one vote of each");
            }
        }
        long approvals = votes.stream().filter(vote -> vote.choice() == Choice.APPROVE).count();
        boolean rejected = approvals < votes.size();
        boolean fits =
                switch (outcome) {
                    case APPROVED -> approvals >= required && !rejected;
                    case REJECTED -> rejected;
                    case EXPIRED -> approvals < required && !rejected;
                };
        if (!fits) {
            throw new IllegalArgumentException(
                    "%d approvals of %d, %s: found the outcome %s, to which they do not lead"
                            .formatted(
                                    approvals,
                                    required,
                                    rejected ? "and a rejection" : "no rejection",
                                    outcome));
        }
    }

    /// How it ended.
    public enum Outcome {
        /// Enough people approved.
        APPROVED,
        /// Somebody rejected it.
        REJECTED,
        /// Too few people voted in time.
        EXPIRED
    }

    /// What somebody wants.
    public enum Choice {
        /// The promotion.
        APPROVE,
        /// That it is not made.
        REJECT
    }

    /// A vote.
    ///
    /// @param approver who, as the ARN of the principal that signed the call
    /// @param choice what they want
    /// @param reason why; empty if they did not say, which only those who approve may
    /// @param at when
    public record Vote(String approver, Choice choice, String reason, Instant at) {
        /// Who an approver is, to tell people apart: IAM never has two of the same name in other
        /// cases, but a session may be named by whoever begins it.
        ///
        /// Source: [names of
        /// IAM](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
        public static String person(String approver) {
            return approver.strip().toLowerCase(Locale.ROOT);
        }

        /// Who voted, to tell people apart.
        public String person() {
            return person(approver);
        }

        /// @throws IllegalArgumentException when a field is missing
        public Vote {
            if (approver == null
                    || approver.isBlank()
                    || choice == null
                    || reason == null
                    || at == null) {
                throw new IllegalArgumentException("expected a vote with all its fields");
            }
            if (choice == Choice.REJECT && reason.isBlank()) {
                throw new IllegalArgumentException(
                        approver + " rejects without a reason; expected one");
            }
        }
    }

    /// Who approved, sorted.
    public List<String> approvers() {
        return votes.stream()
                .filter(vote -> vote.choice() == Choice.APPROVE)
                .map(Vote::approver)
                .sorted()
                .toList();
    }
}
