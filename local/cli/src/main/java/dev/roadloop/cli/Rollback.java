package dev.roadloop.cli;

import dev.roadloop.cli.models.TrackingRegistry;
import dev.roadloop.cli.models.TrackingRegistry.Version;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `roadloop rollback`.
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description =
                "Takes the last promotion of a registered model back: its alias leads to the"
                        + " version before.",
        footer = {"", "Examples:", "  roadloop rollback detector --alias production --json"})
final class Rollback implements Callable<Integer> {

    @Mixin private PlatformOption where = new PlatformOption();

    @Mixin private AliasOption to = new AliasOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "The registered model's name.")
    @SuppressWarnings("NullAway.Init")
    private String model;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        String alias = to.name();
        try (Platform platform = where.open();
                TrackingRegistry registry = new TrackingRegistry(platform)) {
            Version now =
                    registry.aliased(model, alias)
                            .orElseThrow(() ->
                                    new CallerException(
                                            model + " has no alias " + alias + " to roll back"));
            String before = registry.rollback(model, alias, now.number());
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(
                        Json.jackson()
                                .createObjectNode()
                                .put("model", model)
                                .put("alias", alias)
                                .put("from", now.number())
                                .put("to", before)
                                .toPrettyString());
            } else {
                out.printf(
                        "%s of %s: version %s → version %s%n", alias, model, now.number(), before);
            }
            return ExitCode.OK;
        }
    }
}
