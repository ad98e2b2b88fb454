package dev.roadloop.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.cli.models.PromotionBundles;
import dev.roadloop.cli.platform.Platform;
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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.s3.S3Client;

/// `roadloop verify-promotion`.
@Command(
        name = "verify-promotion",
        mixinStandardHelpOptions = true,
        description =
                "Decides a promotion again by the signed evidence and the policy in its bundle,"
                        + " offline, and refuses the bundle if one byte of it was changed.",
        footer = {
            "",
            "Exit codes: 0 the model may be promoted, 1 the bundle is sound and gate or people"
                    + " refuse it,",
            "10 the bundle is not what was signed.",
            "",
            "Examples:",
            "  roadloop verify-promotion detector-3 --key team.pem --artifact model.onnx",
            "  roadloop verify-promotion detector 3",
            "  roadloop verify-promotion detector 3 --qualification detector-3-a",
            "  roadloop verify-promotion detector-3 --json | jq .decision.checks"
        })
final class VerifyPromotion implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Mixin private PlatformOption where = new PlatformOption();

    @Parameters(
            index = "0",
            paramLabel = "BUNDLE|MODEL",
            description = "The bundle's folder, or, with a version, the registered model's name.")
    @SuppressWarnings("NullAway.Init")
    private Path bundle;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "VERSION",
            description =
                    "The version whose newest bundle to fetch from the platform and verify by its"
                            + " key.")
    private @Nullable String version;

    @Option(
            names = "--qualification",
            paramLabel = "ID",
            description = "Which of the version's qualifications, instead of the newest.")
    private @Nullable String qualification;

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
        PromotionBundle.Verified verified = verified();
        PromotionRecord promotion = verified.promotion();
        Decision decision = promotion.decision();
        boolean trusted = key != null || version != null;
        if (artifact != null) {
            ModelFile.same(artifact, decision.model());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode node = new ObjectMapper().createObjectNode();
            node.put("model", promotion.model()).put("version", promotion.version());
            node.put("keyId", promotion.keyId()).put("trustedKeyGiven", trusted);
            node.set("decision", Json.jackson().valueToTree(decision));
            verified.approval()
                    .ifPresent(one -> node.set("approval", Json.jackson().valueToTree(one)));
            out.println(node.toPrettyString());
        } else {
            DecisionView.print(out, verified);
            if (!trusted) {
                out.println("  the key is the bundle's own: --key tells who signed it");
            }
        }
        return verified.promotable() ? ExitCode.OK : ExitCode.FINDINGS;
    }

    private PromotionBundle.Verified verified() throws IOException {
        String number = version;
        if (number == null) {
            return PromotionBundle.verify(bundle, trusted());
        }
        Path folder = Files.createTempDirectory("roadloop-promotion-");
        try (Platform platform = where.open();
                S3Client s3 = platform.clients().s3();
                KmsClient kms = platform.clients().kms()) {
            new PromotionBundles(new Bucket(s3, platform.goldBucket()))
                    .fetch(bundle.toString(), number, Optional.ofNullable(qualification), folder);
            Optional<TrustedKey> given = trusted();
            return PromotionBundle.verify(
                            folder,
                            given.isPresent() ? given : Optional.of(ReportKey.of(platform, kms)))
                    .about(bundle.toString(), number);
        } finally {
            Scratch.remove(folder);
        }
    }

    private Optional<TrustedKey> trusted() throws IOException {
        return key == null
                ? Optional.empty()
                : Optional.of(TrustedKey.ofPem(Files.readString(key)));
    }
}
