package dev.roadloop.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.freeze.labels.Fault;
import dev.roadloop.freeze.labels.Faults;
import dev.roadloop.freeze.split.Leak;
import dev.roadloop.freeze.split.LeakReport;
import java.io.PrintWriter;

/// Why labels were refused, for people and for programs.
final class FaultTable {
    private FaultTable() {}

    static void print(Faults faults, PrintWriter out) {
        for (Fault fault : faults.listed()) {
            out.printf("%-20s %s: %s%n", fault.code(), fault.where(), fault.message());
        }
        out.printf(
                "%d faults%s; nothing was written%n",
                faults.total(),
                faults.total() > faults.listed().size()
                        ? ", the first " + faults.listed().size() + " listed"
                        : "");
    }

    static ObjectNode json(Faults faults) {
        ObjectNode node = Json.jackson().createObjectNode().put("outcome", "REFUSED");
        node.put("total", faults.total());
        node.set("counts", Json.jackson().valueToTree(faults.counts()));
        node.set("faults", Json.jackson().valueToTree(faults.listed()));
        return node;
    }

    static void print(LeakReport leaks, PrintWriter out) {
        for (Leak leak : leaks.pairs()) {
            out.printf("%-13s %s  %s  (%s)%n", leak.kind(), leak.a(), leak.b(), leak.detail());
        }
        out.printf(
                "%d pairs leak%s; nothing was written. Put their drives on one side by --assign"
                        + " DRIVE=SPLIT, or leave pictures out%n",
                leaks.total(),
                leaks.total() > leaks.pairs().size()
                        ? ", the first " + leaks.pairs().size() + " listed"
                        : "");
    }

    static ObjectNode json(LeakReport leaks) {
        ObjectNode node = Json.jackson().createObjectNode().put("outcome", "LEAKING");
        node.put("total", leaks.total());
        node.set("counts", Json.jackson().valueToTree(leaks.counts()));
        node.set("pairs", Json.jackson().valueToTree(leaks.pairs()));
        return node;
    }
}
