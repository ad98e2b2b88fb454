package dev.roadloop.cli;

import dev.roadloop.aws.EnvelopeSigner;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.EvidenceKind;
import dev.roadloop.contracts.evidence.Statement;
import dev.roadloop.contracts.evidence.Statement.Subject;
import dev.roadloop.domain.file.OutputFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop sign-evidence`.
@Command(
        name = "sign-evidence",
        mixinStandardHelpOptions = true,
        description =
                "Signs what was found out about a model, with the platform's key: an in-toto"
                        + " statement about the model's digest in a DSSE envelope.",
        footer = {
            "",
            "KIND is training, leakage, evaluation, comparison, latency or packaging;",
            "docs/how-to/promote.md says what each file holds.",
            "",
            "Examples:",
            "  roadloop sign-evidence evaluation evaluation.json --artifact model.onnx --out"
                    + " evidence"
        })
final class SignEvidence implements Callable<Integer> {

    @Mixin private PlatformOption where = new PlatformOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            index = "0",
            paramLabel = "KIND",
            description = "What it is: ${COMPLETION-CANDIDATES}.")
    @SuppressWarnings("NullAway.Init")
    private EvidenceKind kind;

    @Parameters(index = "1", paramLabel = "FILE", description = "What was found out, as JSON.")
    @SuppressWarnings("NullAway.Init")
    private Path file;

    @Option(names = "--artifact", required = true, paramLabel = "MODEL", description = "The model.")
    @SuppressWarnings("NullAway.Init")
    private Path artifact;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Where to put <kind>.dsse.json; beside FILE by default.")
    private @Nullable Path out;

    @Override
    public Integer call() throws IOException {
        Record predicate = Json.read(Files.readAllBytes(file), kind.predicate(), file.toString());
        Statement statement =
                Statement.about(
                        Subject.of(artifact.getFileName().toString(), ModelFile.digest(artifact)),
                        kind,
                        predicate);
        Path folder = out == null ? file.toAbsolutePath().getParent() : out;
        Path target = Files.createDirectories(folder).resolve(kind.key() + ".dsse.json");
        try (Platform platform = where.open()) {
            EnvelopeSigner signer =
                    new EnvelopeSigner(platform.clients().kms(), platform.reportKey());
            OutputFile.write(
                    target, Json.bytes(signer.sign(Statement.MEDIA_TYPE, Json.bytes(statement))));
        }
        spec.commandLine().getOut().println(target);
        return ExitCode.OK;
    }
}
