package dev.roadloop.cli;

import dev.roadloop.aws.EnvelopeSigner;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.TrustedKey;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.models.bundle.PromotionBundle;
import dev.roadloop.models.bundle.PromotionBundle.Application;
import dev.roadloop.models.bundle.PromotionRecord;
import dev.roadloop.models.card.CardText;
import dev.roadloop.models.gate.Decision;
import dev.roadloop.models.gate.GatePolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.kms.KmsClient;

/// `roadloop gate`.
@Command(
        name = "gate",
        description =
                "Decides by a policy and signed evidence whether a model may be promoted, and"
                        + " writes the bundle that proves it, with the model's card. Promotes"
                        + " nothing: that takes people's votes, which qualify leads up to.",
        footer = {
            "",
            "Exit codes: 0 it may, 1 it may not.",
            "",
            "Examples:",
            "  roadloop gate --model detector --version 3 --artifact model.onnx --policy gate.json"
                    + " --evidence evidence --out detector-3"
        })
final class GateCommand implements Callable<Integer> {

    private static final String ENVELOPE = ".dsse.json";

    @Mixin private PlatformOption where = new PlatformOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /// Not the usual mixin: it has a `--version` of its own, and picocli then adds none of its
    /// options.
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help message and exit.")
    private boolean help;

    @Option(names = "--model", required = true, description = "The registered model's name.")
    @SuppressWarnings("NullAway.Init")
    private String model;

    @Option(names = "--version", required = true, description = "Its version.")
    @SuppressWarnings("NullAway.Init")
    private String version;

    @Option(names = "--artifact", required = true, paramLabel = "FILE", description = "The model.")
    @SuppressWarnings("NullAway.Init")
    private Path artifact;

    @Option(names = "--policy", required = true, paramLabel = "FILE", description = "The policy.")
    @SuppressWarnings("NullAway.Init")
    private Path policy;

    @Option(
            names = "--evidence",
            required = true,
            paramLabel = "FOLDER",
            description = "The folder with signed evidence, *.dsse.json.")
    @SuppressWarnings("NullAway.Init")
    private Path evidence;

    @Option(
            names = "--card",
            paramLabel = "FILE",
            description = "What people say of the model, as JSON, for its card.")
    private @Nullable Path card;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FOLDER",
            description = "The bundle's folder; must not be there.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Override
    public Integer call() throws IOException {
        if (Files.exists(out)) {
            throw new CallerException(out + " is there already; expected a new folder");
        }
        Application application =
                new Application(
                        model,
                        version,
                        ModelFile.digest(artifact),
                        GatePolicy.read(Files.readAllBytes(policy), policy.toString()),
                        envelopes(),
                        card == null
                                ? CardText.NONE
                                : Json.read(
                                        Files.readAllBytes(card), CardText.class, card.toString()));
        Map<String, byte[]> files;
        TrustedKey key;
        try (Platform platform = where.open();
                KmsClient kms = platform.clients().kms()) {
            key = ReportKey.of(platform, kms);
            EnvelopeSigner signer = new EnvelopeSigner(kms, platform.reportKey());
            files = PromotionBundle.seal(application, key, signer::sign);
        }
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path target = out.resolve(file.getKey());
            Files.createDirectories(target.getParent());
            OutputFile.write(target, file.getValue());
        }
        PromotionRecord record = PromotionBundle.verify(out, Optional.of(key)).promotion();
        DecisionView.print(spec.commandLine().getOut(), record);
        spec.commandLine().getOut().println("  bundle " + out);
        return record.decision().verdict() == Decision.Verdict.PROMOTE
                ? ExitCode.OK
                : ExitCode.FINDINGS;
    }

    private List<byte[]> envelopes() throws IOException {
        List<Path> paths;
        try (Stream<Path> found = Files.list(evidence)) {
            paths = found.filter(path -> path.toString().endsWith(ENVELOPE)).sorted().toList();
        }
        List<byte[]> envelopes = new ArrayList<>();
        for (Path path : paths) {
            envelopes.add(Files.readAllBytes(path));
        }
        return envelopes;
    }
}
