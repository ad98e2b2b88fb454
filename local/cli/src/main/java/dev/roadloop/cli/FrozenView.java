package dev.roadloop.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.Json;
import dev.roadloop.freeze.BuildOutcome;
import java.io.PrintWriter;

/// A frozen version, for people and for programs.
final class FrozenView {
    private FrozenView() {}

    static void print(BuildOutcome.Frozen frozen, PrintWriter out) {
        DatasetManifest manifest = frozen.manifest();
        out.printf(
                "%s %s%s%n",
                manifest.name(),
                frozen.tag(),
                frozen.fresh() ? "" : "  (this version was there before)");
        out.printf("  version    %s%n", manifest.version());
        manifest.counts()
                .forEach((split, count) ->
                        out.printf("  %-10s %d pictures%n", split.label(), count));
        out.printf("  classes    %s%n", String.join(", ", manifest.classes()));
        if (!manifest.areas().isEmpty()) {
            out.printf("  areas      %s%n", String.join(", ", manifest.areas()));
        }
        out.printf(
                "  boxes      %d%n",
                manifest.samples().stream().mapToInt(sample -> sample.boxes().size()).sum());
        out.printf(
                "  work       %d of %d pictures read, %d contents stored%n",
                frozen.read(), manifest.samples().size() + frozen.leftOut(), frozen.stored());
        if (frozen.leftOut() > 0) {
            out.printf("  left out   %d pictures near borders of splits%n", frozen.leftOut());
        }
    }

    static ObjectNode node(BuildOutcome.Frozen frozen) {
        DatasetManifest manifest = frozen.manifest();
        ObjectNode node =
                Json.jackson()
                        .createObjectNode()
                        .put("outcome", "FROZEN")
                        .put("name", manifest.name().value())
                        .put("version", manifest.version().hex())
                        .put("tag", frozen.tag())
                        .put("fresh", frozen.fresh())
                        .put("golden", manifest.golden())
                        .put("read", frozen.read())
                        .put("decoded", frozen.decoded())
                        .put("stored", frozen.stored())
                        .put("leftOut", frozen.leftOut());
        ObjectNode splits = node.putObject("splits");
        manifest.counts().forEach((split, count) -> splits.put(split.label(), count));
        node.set("classes", Json.jackson().valueToTree(manifest.classes()));
        if (!manifest.areas().isEmpty()) {
            node.set("areas", Json.jackson().valueToTree(manifest.areas()));
        }
        return node;
    }
}
