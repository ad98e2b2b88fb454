package dev.roadloop.domain.wrong;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.cli.wrong.util.Tool;
import java.time.Instant;

/// Wrong on purpose: asks for the time, prints it, as JSON, with a tool of the command.
public final class KnowsTooMuch {

    private KnowsTooMuch() {}

    /// Prints the time.
    public static void run() throws Exception {
        System.out.println(new ObjectMapper().writeValueAsString(Tool.name() + Instant.now()));
    }
}
