package dev.roadloop.cli;

import dev.roadloop.cli.platform.Platform;
import dev.roadloop.embedded.EmbeddedCloud;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `roadloop up`.
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description =
                "Runs the synthesised template in this process until it is stopped. Other commands"
                        + " find it by themselves.",
        footer = {
            "",
            "Examples:",
            "  roadloop up",
            "  aws --endpoint-url http://127.0.0.1:4566 s3 ls"
        })
final class Up implements Callable<Integer> {

    private static final int MOST_PORT = 0xffff;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(
            names = "--port",
            defaultValue = "4566",
            description = "Port on 127.0.0.1; ${DEFAULT-VALUE} by default, 0 for any free one.")
    private int port;

    @Option(
            names = "--strict",
            description = "Run functions in child processes under AWS's own runtime.")
    private boolean strict;

    @Override
    public Integer call() throws IOException, InterruptedException {
        WrongOption.checkRange("--port", port, 0, MOST_PORT);
        Optional<Platform.Running> running = Platform.running(Project.root());
        if (running.isPresent()) {
            throw new IllegalArgumentException(
                    "the embedded mode runs already, process "
                            + running.get().pid()
                            + " at "
                            + running.get().endpoint()
                            + "; stop it with `roadloop down`");
        }
        Platform platform = Platform.start(Project.root(), port, strict);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            try {
                                platform.close();
                            } catch (IOException e) {
                                spec.commandLine()
                                        .getErr()
                                        .println("roadloop: not closed cleanly: " + e.getMessage());
                            }
                            stopped.countDown();
                        }));
        EmbeddedCloud cloud = platform.cloud();
        PrintWriter out = spec.commandLine().getOut();
        if (cloud != null) {
            out.printf(
                    "ready in %.2f s, %d MB, at %s%n",
                    cloud.readyIn().toMillis() / 1e3,
                    EmbeddedCloud.memory() >> 20,
                    cloud.endpoint());
            cloud.unserved().forEach(resource -> out.println("no counterpart here: " + resource));
        }
        out.println(
                "upload recordings to s3://"
                        + platform.landingBucket()
                        + "/drives/<vehicle>/; stop with Ctrl-C or `roadloop down`");
        out.flush();
        stopped.await();
        return ExitCode.OK;
    }
}
