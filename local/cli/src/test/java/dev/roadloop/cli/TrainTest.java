package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.file.LockFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TrainTest {

    @TempDir private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aFolderWithoutAManifestIsNoDataset() {
        assertThat(run("train", folder.toString(), "--out", folder + "/model"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("manifest.json: there is no such file");
    }

    @Test
    void aFolderThatNoTrainingLeftIsNothingToBeginWith() throws IOException {
        SmallDataset.write(folder.resolve("tiny"));

        assertThat(
                        run(
                                "train",
                                folder.resolve("tiny").toString(),
                                "--out=" + folder.resolve("out"),
                                "--begin-with=" + folder.resolve("other")))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("other/model/model.tensors: there is no such file");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void whereATrainingIsAtWorkASecondOneIsToldToWait() throws IOException {
        SmallDataset.write(folder.resolve("tiny"));
        Path config = Files.createDirectories(folder.resolve("out/config"));

        try (LockFile first = LockFile.take(config.resolve("lock"), "busy")) {
            assertThat(
                            run(
                                    "train",
                                    folder.resolve("tiny").toString(),
                                    "--out=" + folder.resolve("out")))
                    .isEqualTo(ExitCode.TRANSIENT);
        }
        assertThat(err.toString()).contains("out: another training is at work here");
        assertThat(config).isEmptyDirectory();
    }

    @Test
    @Tag("slow")
    void trainsInAProcessOfItsOwnAndJudgesWhatWasHeldOut() throws IOException {
        assumeThat(Path.of(System.getProperty("roadloop.root", "."), ".git"))
                .as("the commit that trains is recorded, so this needs a Git checkout")
                .exists();
        Path dataset = folder.resolve("tiny");
        SmallDataset.write(dataset);
        String[] settings = {
            "train",
            dataset.toString(),
            "--config=smoke",
            "--out=" + folder.resolve("model"),
            "--set=steps=2",
            "--set=batch_size=2",
            "--set=width=64",
            "--set=height=32",
            "--json"
        };

        int code = run(settings);

        assertThat(code).as(err.toString()).isZero();
        JsonNode printed = Json.jackson().readTree(out.toString());
        assertThat(printed.path("outcome").asText()).isEqualTo("COMPLETED");
        assertThat(Path.of(printed.path("file").asText())).isNotEmptyFile();
        assertThat(printed.path("metrics").path("AP50").asDouble()).isBetween(0.0, 1.0);
        assertThat(printed.path("provenance").path("codeCommit").asText()).hasSizeGreaterThan(39);
        assertThat(printed.path("provenance").path("imageDigest").asText())
                .matches("classes-sha256:[0-9a-f]{64}");

        packages(dataset);
        settings[4] = "--set=steps=two";
        assertThat(run(settings)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("BAD_CONFIGURATION: hyperparameters: steps:");
    }

    private void packages(Path dataset) throws IOException {
        out.getBuffer().setLength(0);
        int code =
                run(
                        "package",
                        folder.resolve("model").toString(),
                        "--dataset=" + dataset,
                        "--out=" + folder.resolve("packaged"),
                        "--set=latency_runs=10",
                        "--set=most_loss=1",
                        "--json");

        assertThat(code).as(err.toString()).isZero();
        JsonNode printed = Json.jackson().readTree(out.toString());
        assertThat(printed.path("outcome").asText()).isEqualTo("PACKAGED");
        assertThat(printed.path("slices").path(0).path("slice").asText()).isEqualTo("all");
        assertThat(folder.resolve("packaged/bundle/model.onnx")).isNotEmptyFile();
        assertThat(folder.resolve("packaged/bundle/packaging.json")).isNotEmptyFile();
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        CommandLine command = Roadloop.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(args);
    }
}
