package dev.roadloop.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class JobProcessTest {

    @Test
    @Tag("slow")
    void aCommandThatIsAskedToEndPassesThatOnAndEndsWithItsOwnWordsAndCode()
            throws IOException, InterruptedException {
        Process command =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Command.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader said =
                new BufferedReader(
                        new InputStreamReader(command.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(said.readLine()).isEqualTo("at work");
            command.toHandle().destroy();

            assertThat(said.readLine()).isEqualTo("the job ended with 7");
            assertThat(command.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(command.exitValue()).isEqualTo(20);
        } finally {
            command.destroyForcibly();
        }
    }

    /// A command whose job ends with 7 when it is asked to end.
    static final class Command {
        private Command() {}

        public static void main(String[] args) throws IOException, InterruptedException {
            Process job =
                    new ProcessBuilder(
                                    "sh",
                                    "-c",
                                    "trap 'kill $!; exit 7' TERM; echo at work; sleep 300 & wait")
                            .start();
            int code = JobProcess.follow(job, System.out::println);
            System.out.println("the job ended with " + code);
            LastWords.said(20);
            System.exit(20);
        }
    }
}
