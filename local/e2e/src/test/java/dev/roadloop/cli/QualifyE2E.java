package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.cli.platform.Platform;
import dev.roadloop.domain.CallerException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/// A model's way to production through the machine `qualify-model`, its job, functions, roles and
/// people.
@Tag("slow")
class QualifyE2E {

    private static final String ROOT = "roadloop.root";

    @TempDir private Path lab;

    private final String root = System.getProperty(ROOT, "../..");
    private final StringWriter said = new StringWriter();
    private Platform platform;
    private SquaresModel squares;

    @BeforeEach
    void start() throws IOException {
        Files.createSymbolicLink(
                lab.resolve("infra-cdk"), Path.of(root).resolve("infra-cdk").toAbsolutePath());
        System.setProperty(ROOT, lab.toString());
        platform = Platform.start(lab, 0, false);
        squares = new SquaresModel(platform);
    }

    @AfterEach
    void stop() throws IOException {
        squares.close();
        platform.close();
        System.setProperty(ROOT, root);
        FunctionLogs.assertStructured(Platform.stateOf(lab));
    }

    @Test
    void aModelIsJudgedApprovedByTwoPromotedAndTheNextTimesOutOrIsRejected() throws Exception {
        squares.register("1", 0);
        squares.register("2", 1);
        String first = squares.begin("first", "1", 600);
        // No policy to decide by: the execution fails there, and goes on there once there is one.
        assertThat(squares.ended(first, 0).status()).isEqualTo(ExecutionStatus.FAILED);
        assertThat(squares.ended(first, 0).cause())
                .contains("Decide", "policies/gate/squares.json");
        squares.put(
                "policies/gate/squares.json",
                """
                {"name":"squares","version":1,"floors":[{"metric":"AP50","atLeast":0.9,"sure":false},
                 {"metric":"AP50","slice":"night","atLeast":0.5,"sure":true}],
                 "regressions":[],"mostP95Millis":60000,"mostBytes":100000,"firstModel":true}
                """
                        .getBytes(StandardCharsets.UTF_8));
        StringWriter watched = new StringWriter();
        CompletableFuture<Integer> redrive =
                CompletableFuture.supplyAsync(
                        () -> runTo(watched, "redrive", first), Thread::startVirtualThread);
        squares.waitsForVotes("1", 1);
        assertThat(redrive).as("what waits for votes").isNotDone();
        assertThat(squares.vote("ada", "1", "APPROVE", "").path("state").asText())
                .isEqualTo("PENDING");
        assertThat(squares.vote("ada", "1", "APPROVE", "").path("taking").asText())
                .isEqualTo("COUNTED_BEFORE");
        assertThat(squares.vote("grace", "1", "APPROVE", "seen").path("state").asText())
                .isEqualTo("APPROVED");
        assertThat(squares.outcome(first, 1)).isEqualTo("PROMOTED");
        assertThat(redrive.get(1, TimeUnit.MINUTES)).as(watched.toString()).isZero();
        assertThat(watched.toString()).contains("redriven: " + first, "Decide");
        assertThat(squares.production()).isEqualTo("1");
        assertThat(run("verify-promotion", "squares", "1")).as(said.toString()).isZero();
        assertThat(said.toString())
                .contains("approved by arn:aws:iam::123456789012:user/ada", "user/grace");
        changedBytesAreRefused();

        // Long enough for the function that opens the request, whatever else runs here.
        String late = squares.begin("late", "2", 10);
        assertThat(squares.outcome(late, 0)).isEqualTo("APPROVAL_TIMED_OUT");
        assertThatThrownBy(() -> squares.vote("ada", "2", "APPROVE", ""))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("EXPIRED");

        theCommandLeadsUpToTheVotes();
        String rejected =
                squares.states()
                        .listExecutions(request ->
                                request.stateMachineArn(platform.qualifyMachine())
                                        .statusFilter(ExecutionStatus.RUNNING))
                        .executions()
                        .getFirst()
                        .executionArn();
        squares.vote("grace", "2", "REJECT", "blind in tunnels");
        assertThat(squares.outcome(rejected, 0)).isEqualTo("REJECTED");
        assertThat(squares.production()).isEqualTo("1");
        assertThat(run("verify-promotion", "squares", "2")).isEqualTo(ExitCode.FINDINGS);
        assertThat(said.toString()).contains("user/grace", ": blind in tunnels");
        theCommandsTellOfIt();
    }

    private void theCommandLeadsUpToTheVotes() {
        assertThat(
                        run(
                                "qualify",
                                "squares",
                                "models/packages/squares/2",
                                "--run",
                                "r2",
                                "--trained-on",
                                "street",
                                "--golden",
                                "golden",
                                "--robustness-pictures",
                                "0"))
                .as(said.toString())
                .isZero();
        assertThat(said.toString()).contains("./roadloop approve squares 2");
    }

    private void theCommandsTellOfIt() {
        assertThat(run("models")).as(said.toString()).isZero();
        assertThat(run("models", "squares")).as(said.toString()).isZero();
        assertThat(run("compare", "squares@production", "squares:2")).isZero();
        assertThat(said.toString())
                .contains("squares                        production → 1")
                .contains("to production: expired, 0 of 2 approvals")
                .contains("to production: rejected, 0 of 2 approvals")
                .contains("AP50 by slice");
        assertThat(run("compare", "squares:1", "squares:9")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run("approve", "squares", "2")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.toString()).contains("qualify squares 9 first").contains("REJECTED");
        assertThat(run("rollback", "squares", "--alias", "canary")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(run("rollback", "squares")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.toString()).contains("squares has no alias canary to roll back");
        assertThat(run("runs", "--sort", "loss")).isEqualTo(ExitCode.USAGE);
        assertThat(run("runs", "--sort", "metrics.loss", "--json")).isZero();
    }

    private void changedBytesAreRefused() throws IOException {
        Path bundle = platform.goldFolder().resolve("promotions/squares/1/first");
        try (Stream<Path> files = Files.walk(bundle)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] content = Files.readAllBytes(file);
                byte[] changed = content.clone();
                changed[changed.length / 2] ^= 1;
                Files.write(file, changed);
                assertThat(run("verify-promotion", bundle, "--key", key()))
                        .as("%s: %s", file, said)
                        .isEqualTo(ExitCode.BAD_INPUT);
                Files.write(file, content);
            }
        }
        assertThat(run("verify-promotion", bundle, "--key", key())).as(said.toString()).isZero();
    }

    /// The platform's own, not the bundle's.
    private Path key() throws IOException {
        Path file = lab.resolve("key.pem");
        if (!Files.exists(file)) {
            Files.writeString(file, ReportKey.of(platform, platform.clients().kms()).pem());
        }
        return file;
    }

    private int run(Object... arguments) {
        return runTo(said, arguments);
    }

    private static int runTo(StringWriter said, Object... arguments) {
        CommandLine command = Roadloop.commandLine();
        command.setOut(new PrintWriter(said, true));
        command.setErr(new PrintWriter(said, true));
        String[] args = new String[arguments.length];
        for (int i = 0; i < args.length; i++) {
            args[i] = arguments[i].toString();
        }
        return command.execute(args);
    }
}
