package dev.roadloop.cli;

import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.terminal.Screen;
import dev.roadloop.domain.CallerException;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

/// What every command asks for that starts an execution of a state machine and follows it.
final class ExecutionOptions {

    /// A year of seconds.
    static final int LONGEST_PATIENCE = 31_536_000;

    /// For picocli, which makes one for each command.
    ExecutionOptions() {}

    @Mixin private PlatformOption where = new PlatformOption();

    @Option(
            names = "--patience",
            defaultValue = "86400",
            paramLabel = "SECONDS",
            description = "How long to wait; ${DEFAULT-VALUE} by default.")
    private long patience;

    @Option(names = "--json", description = "Print what came of it as JSON, and nothing else.")
    private boolean json;

    /// @throws WrongOption if an option has a value that it cannot have
    void check() {
        WrongOption.checkRange("--patience", patience, 0, LONGEST_PATIENCE);
    }

    /// Connects to the platform.
    Platform open() throws IOException {
        return where.open();
    }

    boolean json() {
        return json;
    }

    /// Where progress is shown, unless JSON is all that is wanted.
    Screen screen(PrintWriter out) {
        return json ? new Screen(out, false) : Screen.on(out);
    }

    /// Starts an execution; one that has the same name and input is gone on with.
    ///
    /// @param option that gave the name
    /// @param input a document of JSON
    /// @throws CallerException if there is one of this name with another input
    void start(SfnClient states, String machine, String option, String name, String input) {
        try {
            states.startExecution(start -> start.stateMachineArn(machine).name(name).input(input));
        } catch (ExecutionAlreadyExistsException e) {
            throw new CallerException(
                    "%s %s: there is one of this name with other settings; name another"
                            .formatted(option, name),
                    e);
        }
    }

    /// Shows an execution until it has ended.
    ///
    /// @param machine ARN of its machine
    /// @param name of the execution; it may not have begun
    DescribeExecutionResponse follow(SfnClient states, Screen screen, String machine, String name) {
        return follow(states, screen, machine, name, Optional::empty);
    }

    /// The same, with how far the work is that is under way.
    DescribeExecutionResponse follow(
            SfnClient states,
            Screen screen,
            String machine,
            String name,
            Supplier<Optional<String>> detail) {
        return new ExecutionWatch(states, screen, json, Duration.ofSeconds(patience), detail)
                .follow(machine.replace(":stateMachine:", ":execution:") + ":" + name);
    }

    /// Shows an execution until it has ended, or waits for people.
    ///
    /// @param execution its ARN
    /// @param state the state that waits
    DescribeExecutionResponse followUntil(
            SfnClient states, Screen screen, String execution, String state) {
        return new ExecutionWatch(states, screen, json, Duration.ofSeconds(patience))
                .followUntil(execution, state);
    }
}
