package dev.roadloop.cli;

import dev.roadloop.models.bundle.PromotionRecord;
import dev.roadloop.models.gate.Decision;
import java.io.PrintWriter;
import java.util.Locale;

/// Prints what a gate decided.
final class DecisionView {

    private DecisionView() {}

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
