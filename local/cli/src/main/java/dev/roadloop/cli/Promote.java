package dev.roadloop.cli;

import dev.roadloop.cli.models.TrackingRegistry;
import dev.roadloop.cli.models.TrackingRegistry.Version;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import dev.roadloop.models.bundle.PromotionBundle;
import dev.roadloop.models.bundle.PromotionRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.kms.KmsClient;

/// `roadloop promote`.
@Command(
        name = "promote",
        mixinStandardHelpOptions = true,
        description =
                "Leads a registered model's alias to the version of a bundle, if the bundle is"
                    + " signed with the platform's key, allows it, and compared with the model that"
                    + " the alias leads to at this moment.",
        footer = {
            "",
            "From then on the alias is guarded: MLflow's clients see it, and cannot move it.",
            "",
            "Examples:",
            "  roadloop promote detector-3",
            "  roadloop promote detector-3 --alias shadow"
        })
final class Promote implements Callable<Integer> {

    @Mixin private PlatformOption where = new PlatformOption();

    @Mixin private AliasOption to = new AliasOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "BUNDLE", description = "The bundle's folder, as gate wrote it.")
    @SuppressWarnings("NullAway.Init")
    private Path bundle;

    @Override
    public Integer call() throws IOException {
        String alias = to.name();
        try (Platform platform = where.open();
                KmsClient kms = platform.clients().kms();
                TrackingRegistry registry = new TrackingRegistry(platform)) {
            PromotionBundle.Verified verified =
                    PromotionBundle.verify(bundle, Optional.of(ReportKey.of(platform, kms)));
            if (!verified.promotable()) {
                DecisionView.print(spec.commandLine().getOut(), verified);
                return ExitCode.FINDINGS;
            }
            PromotionRecord promotion = verified.promotion();
            Optional<Version> now = registry.aliased(promotion.model(), alias);
            compared(alias, promotion, now);
            identify(registry, promotion);
            registry.promote(
                    promotion.model(),
                    alias,
                    now.map(Version::number),
                    promotion.version(),
                    Sha256.of(Files.readAllBytes(bundle.resolve("decision.dsse.json"))).hex());
            spec.commandLine()
                    .getOut()
                    .printf(
                            "%s of %s: %s → version %s%n",
                            alias,
                            promotion.model(),
                            now.map(version -> "version " + version.number()).orElse("nothing"),
                            promotion.version());
            return ExitCode.OK;
        }
    }

    /// The model that the alias leads to must be the one that the evidence compared with.
    private static void compared(String alias, PromotionRecord promotion, Optional<Version> now) {
        Sha256 production = promotion.decision().production();
        String expected = production == null ? "no model" : production.hex();
        String found = now.map(Version::digest).orElse("no model");
        if (!expected.equals(found)) {
            throw new CallerException(
                    alias
                            + " of "
                            + promotion.model()
                            + ": the evidence compares with "
                            + expected
                            + ", but the alias leads to "
                            + (found.isEmpty() ? "a model without a digest" : found)
                            + "; compare with that, and pass the gate again");
        }
    }

    /// The version must be the model that was decided about; where nobody said which it is, this is
    /// said now.
    private static void identify(TrackingRegistry registry, PromotionRecord promotion) {
        Version version = registry.version(promotion.model(), promotion.version());
        String digest = promotion.decision().model().hex();
        if (version.digest().isEmpty()) {
            registry.tell(promotion.model(), promotion.version(), digest);
        } else if (!version.digest().equals(digest)) {
            throw new CallerException(
                    promotion.model()
                            + " "
                            + promotion.version()
                            + " is registered as "
                            + version.digest()
                            + ", the bundle is about "
                            + digest);
        }
    }
}
