package dev.roadloop.cli;

import dev.roadloop.aws.Bucket;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.qualification.QualificationKeys;
import dev.roadloop.contracts.qualification.QualificationPolicy;
import dev.roadloop.contracts.qualification.QualificationPolicy.GateVersion;
import dev.roadloop.domain.CallerException;
import dev.roadloop.models.gate.GatePolicy;
import java.io.IOException;
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
import software.amazon.awssdk.services.s3.S3Client;

/// `roadloop auto-qualify`.
@Command(
        name = "auto-qualify",
        mixinStandardHelpOptions = true,
        description = {
            "Says what becomes of a model whose training on the platform has finished: from now on"
                    + " each is registered and led towards the alias, as `roadloop qualify` does"
                    + " it, or none is.",
            "People still vote on what the gate allows."
        },
        footer = {
            "",
            "Examples:",
            "  roadloop auto-qualify detector --golden judges --policy gate.json",
            "  roadloop auto-qualify detector --off"
        })
final class AutoQualify implements Callable<Integer> {

    private static final int MOST_DOCUMENT = 1 << 20;

    @Mixin private PlatformOption where = new PlatformOption();
    @Mixin private AliasOption alias = new AliasOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "MODEL",
            description = "The model: what trainings are asked to call it, else their dataset.")
    @SuppressWarnings("NullAway.Init")
    private String model;

    @Option(
            names = "--golden",
            paramLabel = "DATASET[@VERSION]",
            description =
                    "The golden set that judges; the version is kept, the newest if not said.")
    private @Nullable String golden;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "The gate's policy for this model, to be kept; the kept one if not said.")
    private @Nullable Path gate;

    @Option(names = "--off", description = "Nothing starts by itself any longer.")
    private boolean off;

    @Option(names = "--json", description = "Print the policy as JSON, and nothing else.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        try (Platform platform = where.open();
                S3Client s3 = platform.clients().s3()) {
            Bucket gold = new Bucket(s3, platform.goldBucket());
            String key = QualificationKeys.qualificationPolicy(model);
            Optional<QualificationPolicy> before =
                    gold.get(key, MOST_DOCUMENT)
                            .map(found ->
                                    Json.read(found, QualificationPolicy.class, gold.at(key)));
            int version = before.map(QualificationPolicy::version).orElse(0) + 1;
            QualificationPolicy policy =
                    off ? without(before, version) : with(platform, s3, gold, version);
            gold.put(key, Json.bytes(policy), "application/json");
            if (json) {
                spec.commandLine().getOut().println(Json.pretty(policy));
            } else {
                spec.commandLine()
                        .getOut()
                        .printf(
                                "%s: version %d, %s%n",
                                gold.at(key),
                                policy.version(),
                                policy.automatic()
                                        ? "judged by %s %s, gate %s %d"
                                                .formatted(
                                                        policy.golden(),
                                                        policy.goldenVersion().prefix(12),
                                                        policy.gate().name(),
                                                        policy.gate().version())
                                        : "off");
            }
        }
        return ExitCode.OK;
    }

    private QualificationPolicy with(Platform platform, S3Client s3, Bucket gold, int version)
            throws IOException {
        if (golden == null) {
            throw new CallerException(
                    "%s: expected --golden DATASET or --off, found neither".formatted(model));
        }
        FrozenVersion judge = FrozenVersion.find(platform, s3, golden);
        GatePolicy policy = gate(gold);
        return new QualificationPolicy(
                version,
                model,
                true,
                alias.name(),
                judge.dataset(),
                judge.digest(),
                new GateVersion(policy.name(), policy.version()),
                null,
                null);
    }

    private GatePolicy gate(Bucket gold) throws IOException {
        String key = QualificationKeys.policy(model);
        if (gate != null) {
            byte[] document = Files.readAllBytes(gate);
            GatePolicy given = GatePolicy.read(document, gate.toString());
            gold.put(key, document, "application/json");
            return given;
        }
        byte[] kept =
                gold.get(key, MOST_DOCUMENT)
                        .orElseThrow(() ->
                                new CallerException(
                                        "%s: expected --policy FILE or %s, found neither"
                                                .formatted(model, gold.at(key))));
        return GatePolicy.read(kept, gold.at(key));
    }

    private QualificationPolicy without(Optional<QualificationPolicy> before, int version) {
        QualificationPolicy was =
                before.orElseThrow(() ->
                        new CallerException(
                                "%s: it has no policy; nothing starts by itself".formatted(model)));
        return new QualificationPolicy(
                version,
                was.model(),
                false,
                was.alias(),
                was.golden(),
                was.goldenVersion(),
                was.gate(),
                was.judging(),
                was.approvalSeconds());
    }
}
