package dev.roadloop.cli;

import dev.roadloop.cli.terminal.Amounts;
import dev.roadloop.cli.terminal.Screen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/// Shows an execution of any machine until it has ended: a line for each step that works, with how
/// long it took; the one that is under way is redrawn in place on a terminal.
final class ExecutionWatch {

    private static final Duration POLL = Duration.ofMillis(250);

    /// Where nothing can be redrawn, details are lines of a log.
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    /// States that do no work of their own pass by at once.
    private static final Duration WORTH_SAYING = Duration.ofMillis(50);

    private final SfnClient states;
    private final Screen screen;
    private final boolean silent;
    private final Duration patience;
    private final Supplier<Optional<String>> detail;
    private long seen;
    private String under = "waiting for the execution to start";
    private Instant since = Instant.now();
    private Optional<String> told = Optional.empty();
    private Instant toldAt = Instant.MIN;

    /// @param silent to wait without a word
    ExecutionWatch(SfnClient states, Screen screen, boolean silent, Duration patience) {
        this(states, screen, silent, patience, Optional::empty);
    }

    /// @param detail how far the work of the state is that is under way; asked often
    ExecutionWatch(
            SfnClient states,
            Screen screen,
            boolean silent,
            Duration patience,
            Supplier<Optional<String>> detail) {
        this.detail = detail;
        this.states = states;
        this.screen = screen;
        this.silent = silent;
        this.patience = patience;
    }

    /// Follows an execution to its end.
    ///
    /// @param arn the execution's; it may not have begun
    /// @throws IllegalStateException if it takes longer than the patience
    DescribeExecutionResponse follow(String arn) {
        return followUntil(arn, "");
    }

    /// Follows an execution to its end, or to where it waits for people.
    ///
    /// @param arn the execution's; it may not have begun
    /// @param state the state that waits
    /// @throws IllegalStateException if it takes longer than the patience
    DescribeExecutionResponse followUntil(String arn, String state) {
        Instant deadline = Instant.now().plus(patience);
        while (true) {
            Optional<DescribeExecutionResponse> found = find(arn);
            if (found.isPresent()) {
                show(arn);
                if (found.get().status() != ExecutionStatus.RUNNING || under.equals(state)) {
                    screen.clear();
                    return found.get();
                }
            }
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException(
                        "%s has not ended after %d s; it goes on without this command: `roadloop status`"
                                .formatted(arn, patience.toSeconds()));
            }
            draw();
            sleep();
        }
    }

    private Optional<DescribeExecutionResponse> find(String arn) {
        try {
            return Optional.of(states.describeExecution(request -> request.executionArn(arn)));
        } catch (ExecutionDoesNotExistException e) {
            return Optional.empty();
        }
    }

    private void show(String arn) {
        List<HistoryEvent> fresh = new ArrayList<>();
        states.getExecutionHistoryPaginator(request -> request.executionArn(arn)).events().stream()
                .filter(event -> event.id() > seen)
                .forEach(fresh::add);
        for (HistoryEvent event : fresh) {
            seen = event.id();
            if (event.stateEnteredEventDetails() != null) {
                under = event.stateEnteredEventDetails().name();
                since = event.timestamp();
            } else if (event.stateExitedEventDetails() != null) {
                Duration took = Duration.between(since, event.timestamp());
                if (!silent && took.compareTo(WORTH_SAYING) > 0) {
                    screen.say(
                            "%-16s %s"
                                    .formatted(
                                            event.stateExitedEventDetails().name(),
                                            Amounts.time(took)));
                }
            }
        }
    }

    private void draw() {
        if (silent) {
            return;
        }
        Optional<String> more = detail.get();
        if (screen.live()) {
            Duration elapsed = Duration.between(since, Instant.now());
            List<String> lines = new ArrayList<>();
            lines.add(String.format(Locale.ROOT, "%-16s %s …", under, Amounts.time(elapsed)));
            more.ifPresent(text -> lines.add("  " + text));
            screen.draw(lines);
        } else if (more.isPresent()
                && !more.equals(told)
                && Duration.between(toldAt, Instant.now()).compareTo(BETWEEN_LINES) >= 0) {
            told = more;
            toldAt = Instant.now();
            screen.say("  " + more.get());
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(POLL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
