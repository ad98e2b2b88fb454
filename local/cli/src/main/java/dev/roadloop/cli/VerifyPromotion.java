package dev.roadloop.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.TrustedKey;
import dev.roadloop.models.bundle.PromotionBundle;
import dev.roadloop.models.bundle.PromotionRecord;
import dev.roadloop.models.gate.Decision;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop verify-promotion`.
@Command(
        name = "verify-promotion",
        mixinStandardHelpOptions = true,
        description =
                "Decides a promotion again by the signed evidence and the policy in its bundle,"
                        + " offline, and refuses the bundle if one byte of it was changed.",
        footer = {
            "",
            "Exit codes: 0 the model may be promoted, 1 the bundle is sound and refuses the model,",
            "10 the bundle is not what was signed.",
            "",
            "Examples:",
            "  roadloop verify-promotion detector-3 --key team.pem --artifact model.onnx",
            "  roadloop verify-promotion detector-3 --json | jq .decision.checks"
        })
final class VerifyPromotion implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "BUNDLE", description = "The bundle's folder.")
    @SuppressWarnings("NullAway.Init")
    private Path bundle;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "The public key to believe, as PEM. Without it the bundle's own is taken, which"
                            + " proves that nothing was changed but not who signed.")
    private @Nullable Path key;

    @Option(
            names = "--artifact",
            paramLabel = "FILE",
            description = "The model, to see that it is the one that was decided about.")
    private @Nullable Path artifact;

    @Option(names = "--json", description = "Print the decision with all its checks as JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        PromotionRecord promotion = PromotionBundle.verify(bundle, trusted()).promotion();
        Decision decision = promotion.decision();
        if (artifact != null) {
            ModelFile.same(artifact, decision.model());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode node = new ObjectMapper().createObjectNode();
            node.put("model", promotion.model()).put("version", promotion.version());
            node.put("keyId", promotion.keyId()).put("trustedKeyGiven", key != null);
            node.set("decision", Json.jackson().valueToTree(decision));
            out.println(node.toPrettyString());
        } else {
            DecisionView.print(out, promotion);
            if (key == null) {
                out.println("  the key is the bundle's own: --key tells who signed it");
            }
        }
        return decision.verdict() == Decision.Verdict.PROMOTE ? ExitCode.OK : ExitCode.FINDINGS;
    }

    private Optional<TrustedKey> trusted() throws IOException {
        return key == null
                ? Optional.empty()
                : Optional.of(TrustedKey.ofPem(Files.readString(key)));
    }
}
