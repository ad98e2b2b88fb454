package dev.roadloop.drivejob;

import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.ErrorKind;
import dev.roadloop.domain.RoadloopException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// A job that does one thing to one drive: `<job> <drive id>`, configured by its environment. Ends
/// with 0 when the step is done, whatever it found, and else with the [ErrorKind#exitCode] of what
/// went wrong. Writes one structured line when it ends.
public final class DriveJob {

    private final String name;
    private final InstantSource clock;
    private final PrintStream out;

    /// @param name the job's name, as the structured line has it
    /// @param clock what the elapsed time is taken from
    /// @param out where the structured line goes
    public DriveJob(String name, InstantSource clock, PrintStream out) {
        this.name = name;
        this.clock = clock;
        this.out = out;
    }

    /// What the job does.
    public interface Step {
        /// @return what the structured line says of the outcome; `outcome` is one of its fields
        /// @throws RoadloopException if the step failed; its kind selects the exit code
        Map<String, Object> run(DriveId drive);
    }

    /// Runs the step and tells how it ended.
    ///
    /// @param args the drive id
    /// @param env the environment
    /// @return the exit code
    public int run(String[] args, Map<String, String> env, Step step) {
        Instant start = clock.instant();
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("job", name);
        line.put("correlationId", env.getOrDefault("CORRELATION_ID", ""));
        int exit;
        try {
            if (args.length != 1) {
                throw new CallerException(
                        name + ": expected one argument, the drive id, found " + args.length);
            }
            line.put("driveId", args[0]);
            line.putAll(step.run(DriveId.parse(args[0])));
            exit = 0;
        } catch (RoadloopException e) {
            exit = failed(line, e.kind(), String.valueOf(e.getMessage()));
        } catch (IllegalArgumentException e) {
            exit = failed(line, ErrorKind.CALLER, String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            exit =
                    failed(
                            line,
                            ErrorKind.EXHAUSTED,
                            "out of memory: "
                                    + e.getMessage()
                                    + "; give the job more, or record with smaller chunks");
        }
        line.put("elapsedMillis", Duration.between(start, clock.instant()).toMillis());
        out.println(Json.text(line));
        return exit;
    }

    private static int failed(Map<String, Object> line, ErrorKind kind, String message) {
        line.put("outcome", kind.name());
        line.put("error", message);
        return kind.exitCode();
    }
}
