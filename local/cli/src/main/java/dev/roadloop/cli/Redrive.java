package dev.roadloop.cli;

import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Executions;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.progress.DriveProgress;
import dev.roadloop.cli.terminal.Screen;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/// `roadloop redrive`.
@Command(
        name = "redrive",
        mixinStandardHelpOptions = true,
        description =
                "Continues a failed execution at the state that failed, and waits for its end.",
        footer = {
            "",
            "Examples:",
            "  roadloop redrive car-1-20260504T090000Z-0123abcd",
            "  roadloop redrive 0123abcd",
            "",
            "Exits with 30 if a step fails again."
        })
final class Redrive implements Callable<Integer> {

    @Mixin private PlatformOption where = new PlatformOption();

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "EXECUTION",
            description = "The drive's id or part of it, or the execution's ARN.")
    @SuppressWarnings("NullAway.Init")
    private String execution;

    @Override
    public Integer call() throws IOException {
        try (Platform platform = where.open()) {
            Executions executions = new Executions(platform);
            String arn =
                    execution.startsWith("arn:")
                            ? execution
                            : executions.arnOf(DriveNames.find(new Catalog(platform), execution));
            if (executions.find(arn).isEmpty()) {
                throw new IllegalArgumentException(
                        "there is no execution " + arn + "; `roadloop status` lists them");
            }
            executions.redrive(arn);
            PrintWriter out = spec.commandLine().getOut();
            out.println("redriven: " + arn);
            out.flush();
            if (!arn.startsWith(executions.arn(""))) {
                return new ExecutionWatch(
                                        platform.clients().stepFunctions(),
                                        Screen.on(out),
                                        false,
                                        Duration.ofDays(1))
                                .follow(arn)
                                .status()
                                .equals(ExecutionStatus.SUCCEEDED)
                        ? ExitCode.OK
                        : ExitCode.INTERNAL;
            }
            String name = arn.substring(arn.lastIndexOf(':') + 1);
            DriveProgress end =
                    new DriveWatch(platform, Screen.on(out), false, Duration.ofDays(1))
                            .follow(Executions.driveOf(name), arn);
            return end.status().equals("SUCCEEDED") ? ExitCode.OK : ExitCode.INTERNAL;
        }
    }
}
