package dev.roadloop.cli.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.ErrorKind;
import dev.roadloop.train.JobFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How a job's process ended, by its own words or, where it was killed before it could say any, by
/// its exit code.
///
/// @param exitCode what a command ends with for it
/// @param report what the job says: `outcome` and `message` at least, if it failed
public record ProcessOutcome(int exitCode, JsonNode report) {

    /// What a shell and Java add a signal's number to.
    private static final int KILLED = 128;

    /// How the process that worked in these folders ended.
    ///
    /// @param process what it is called, for messages
    /// @param code its exit code
    public static ProcessOutcome of(JobFolders folders, String process, int code)
            throws IOException {
        Path file = folders.reports().resolve("outcome.json");
        if (Files.exists(file)) {
            return new ProcessOutcome(code, Json.jackson().readTree(Files.readAllBytes(file)));
        }
        boolean killed = code > KILLED;
        return new ProcessOutcome(
                killed ? ErrorKind.TRANSIENT.exitCode() : code,
                Json.jackson()
                        .createObjectNode()
                        .put("outcome", killed ? "INTERRUPTED" : ErrorKind.INTERNAL.name())
                        .put(
                                "message",
                                killed
                                        ? "the %s was killed by signal %d, by somebody or for want of"
                                                        .formatted(process, code - KILLED)
                                                + " memory; run the same command again"
                                        : "the %s ended with %d and said nothing"
                                                .formatted(process, code)));
    }

    /// A line for people about a failure.
    public String failure() {
        return "roadloop: "
                + report.path("outcome").asText()
                + ": "
                + report.path("message").asText();
    }
}
