package dev.roadloop.cli;

import dev.roadloop.models.bundle.ApprovalRecord;
import dev.roadloop.models.bundle.PromotionBundle;
import dev.roadloop.models.bundle.PromotionRecord;
import dev.roadloop.models.gate.Decision;
import java.io.PrintWriter;
import java.util.Locale;

/// Prints what a gate decided.
final class DecisionView {

    private DecisionView() {}

    static void print(PrintWriter out, PromotionBundle.Verified verified) {
        print(out, verified.promotion());
        verified.approval()
                .ifPresent(approval -> {
                    out.printf(
                            "  %s for %s, %d of %d approvals%n",
                            approval.outcome().name().toLowerCase(Locale.ROOT),
                            approval.alias(),
                            approval.approvers().size(),
                            approval.required());
                    for (ApprovalRecord.Vote vote : approval.votes()) {
                        out.printf(
                                "    %s by %s at %s%s%n",
                                vote.choice() == ApprovalRecord.Choice.APPROVE
                                        ? "approved"
                                        : "rejected",
                                vote.approver(),
                                vote.at(),
                                vote.reason().isEmpty() ? "" : ": " + vote.reason());
                    }
                });
    }

    static void print(PrintWriter out, PromotionRecord promotion) {
        Decision decision = promotion.decision();
        out.printf(
                "%s %s: %s by %s%n",
                promotion.model(),
                promotion.version(),
                decision.verdict().name().toLowerCase(Locale.ROOT),
                decision.policy());
        for (Decision.Check check : decision.checks()) {
            out.printf(
                    "  %s %-40s %s%s%n",
                    check.passed() ? "✓" : "✗",
                    check.name(),
                    check.found(),
                    check.passed() ? "" : "; expected " + check.expected());
        }
        out.printf("  model sha256 %s%n  signed with %s%n", decision.model(), promotion.keyId());
    }
}
