package dev.roadloop.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.train.JobFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessOutcomeTest {

    @TempDir private Path folder;

    @Test
    void whatTheProcessSaidCounts() throws IOException {
        JobFolders folders = JobFolders.below(folder, folder);
        Files.createDirectories(folders.reports());
        Files.writeString(
                folders.reports().resolve("outcome.json"),
                "{\"outcome\":\"NO_GPU\",\"message\":\"there is none\"}");

        ProcessOutcome ended = ProcessOutcome.of(folders, "training process", 10);

        assertThat(ended.exitCode()).isEqualTo(10);
        assertThat(ended.failure()).isEqualTo("roadloop: NO_GPU: there is none");
    }

    @Test
    void oneThatWasKilledWithoutAWordMayBeRunAgain() throws IOException {
        ProcessOutcome ended =
                ProcessOutcome.of(JobFolders.below(folder, folder), "training process", 137);

        assertThat(ended.exitCode()).isEqualTo(20);
        assertThat(ended.failure())
                .isEqualTo(
                        "roadloop: INTERRUPTED: the training process was killed by signal 9, by"
                                + " somebody or for want of memory; run the same command again");
    }

    @Test
    void oneThatEndedOtherwiseWithoutAWordIsAFault() throws IOException {
        ProcessOutcome ended =
                ProcessOutcome.of(JobFolders.below(folder, folder), "packaging process", 30);

        assertThat(ended.exitCode()).isEqualTo(30);
        assertThat(ended.failure())
                .isEqualTo(
                        "roadloop: INTERNAL: the packaging process ended with 30 and said nothing");
    }
}
