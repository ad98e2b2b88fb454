package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Tag("slow")
class SweepCommandTest {

    private static final String SWEEP =
            """
            method: random
            run_cap: 2
            metric: {name: validation_loss}
            parameters: {learning_rate: {min: 0.001, max: 0.01}}
            early_terminate: {type: hyperband, min_iter: 1, max_iter: 2, eta: 2}
            command: [python]
            """;

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void whatTheTrainingDoesNotKnowIsRefusedBeforeAnythingRuns() throws IOException {
        assertThat(sweep(SWEEP.replace("learning_rate", "optimizer.lr")))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .contains("parameters: the training does not know optimizer.lr; it knows");
        assertThat(sweep(SWEEP.replace("validation_loss", "beauty"))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .contains("metric.name: expected validation_loss or one of validation_AP, ");
        assertThat(sweep(SWEEP.replace("validation_loss", "AP50"))).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("'AP50' is known at the end of a trial only");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    @Tag("slow")
    void pausesTheWorseTrialEndsTheBetterAndDoesNothingTwice() throws IOException {
        assumeThat(Path.of(System.getProperty("roadloop.root", "."), ".git"))
                .as("the commit that trains is recorded, so this needs a Git checkout")
                .exists();
        SmallDataset.write(folder.resolve("small"));

        assertThat(sweep(SWEEP, "--json")).as(err.toString()).isZero();

        assertThat(err.toString()).contains("'command' is ignored: ");
        JsonNode report = Json.jackson().readTree(out.toString());
        assertThat(report.path("ended").asBoolean()).isTrue();
        assertThat(report.path("trials"))
                .extracting(trial -> trial.path("status").asText())
                .containsExactlyInAnyOrder("COMPLETED", "KILLED");
        JsonNode best = report.path("best");
        assertThat(best.path("status").asText()).isEqualTo("COMPLETED");
        assertThat(best.path("iterations").asInt()).isEqualTo(2);
        assertThat(best.path("metrics").path("validation_loss").asDouble())
                .isEqualTo(best.path("value").asDouble());
        double first = best.path("readings").path(0).path("value").asDouble();
        for (JsonNode trial : report.path("trials")) {
            assertThat(trial.path("readings").path(0).path("value").asDouble())
                    .isGreaterThanOrEqualTo(first);
        }
        assertThat(folder.resolve("out/report.html"))
                .content()
                .contains("<polyline")
                .contains("killed after 1");

        List<String> journal = Files.readAllLines(folder.resolve("out/journal.jsonl"));
        assertThat(sweep(SWEEP, "--json")).isZero();
        assertThat(Files.readAllLines(folder.resolve("out/journal.jsonl"))).isEqualTo(journal);
        assertThat(sweep(SWEEP, "--seed=2")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("another file, seed, budget or dataset");
    }

    private int sweep(String file, String... more) throws IOException {
        out.getBuffer().setLength(0);
        Files.writeString(folder.resolve("sweep.yaml"), file);
        CommandLine command = Roadloop.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        List<String> arguments =
                new java.util.ArrayList<>(
                        List.of(
                                "sweep",
                                folder.resolve("sweep.yaml").toString(),
                                "--dataset=" + folder.resolve("small"),
                                "--out=" + folder.resolve("out"),
                                "--config=smoke",
                                "--set=steps=2",
                                "--set=judge_every=1",
                                "--set=batch_size=2",
                                "--set=width=64",
                                "--set=height=32"));
        arguments.addAll(List.of(more));
        return command.execute(arguments.toArray(String[]::new));
    }
}
