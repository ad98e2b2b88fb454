package dev.roadloop.cli;

import dev.roadloop.cli.platform.Executions;
import dev.roadloop.cli.platform.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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
        footer = {"", "Example:", "  roadloop redrive car-1-20260504T090000Z-0123abcd"})
final class Redrive implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(
            paramLabel = "EXECUTION",
            description = "Its name, which is the drive's id, or its ARN.")
    @SuppressWarnings("NullAway.Init")
    private String execution;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (Platform platform = Platform.open(Project.root())) {
            Executions executions = new Executions(platform);
            String arn = execution.startsWith("arn:") ? execution : executions.arn(execution);
            if (executions.find(arn).isEmpty()) {
                throw new IllegalArgumentException(
                        "there is no execution " + arn + "; `roadloop status` lists them");
            }
            executions.redrive(arn);
            PrintWriter out = spec.commandLine().getOut();
            out.println("redriven: " + arn);
            out.flush();
            ExecutionStatus status = executions.find(arn).orElseThrow().status();
            while (status == ExecutionStatus.RUNNING) {
                Thread.sleep(200);
                status = executions.find(arn).orElseThrow().status();
            }
            out.println(status.toString().toLowerCase(java.util.Locale.ROOT));
            return status == ExecutionStatus.SUCCEEDED ? ExitCode.OK : ExitCode.INTERNAL;
        }
    }
}
