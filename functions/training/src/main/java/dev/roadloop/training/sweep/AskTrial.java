package dev.roadloop.training.sweep;

import dev.roadloop.contracts.SweepKeys;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.sweep.Answer;
import dev.roadloop.sweep.Answer.Finished;
import dev.roadloop.sweep.Answer.Job;
import dev.roadloop.sweep.Answer.Waiting;
import dev.roadloop.sweep.Entry.Opened;
import dev.roadloop.sweep.Sweep;
import dev.roadloop.training.server.TrackedRuns.Tracked;
import dev.roadloop.training.server.TrainingServices;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Tells a worker what to train next. A worker that asks again before it told is given the same.
final class AskTrial {
    private final TrainingServices services;

    AskTrial(TrainingServices services) {
        this.services = services;
    }

    /// Who asks.
    ///
    /// @param sweep its name
    /// @param startedAt when its execution started
    /// @param worker its number, from 0
    /// @param workers how many there are
    record Request(String sweep, Instant startedAt, int worker, int workers) {}

    /// What to do.
    ///
    /// @param next `TRAIN`, `WAIT` or `END`
    /// @param trial and
    /// @param rung to be told with what comes out
    /// @param run the trial's
    /// @param training what to train
    /// @param reason why it ends
    record Result(
            String next,
            int trial,
            int rung,
            @Nullable String run,
            @Nullable TrainingRequest training,
            @Nullable String reason) {}

    Result ask(Request request) {
        Sweep sweep = new Sweep(new TableJournal(services.table(), request.sweep()));
        Answer answer = sweep.ask(request.worker(), request.workers());
        return switch (answer) {
            case Waiting waiting -> new Result("WAIT", 0, 0, null, null, null);
            case Finished finished -> new Result("END", 0, 0, null, null, finished.reason());
            case Job job -> train(request, job, sweep.standing(false).opened());
        };
    }

    private Result train(Request request, Job job, Opened opened) {
        Trials trials = new Trials(opened.setting());
        Tracked parent =
                services.runs().begin(trials.sweepRun(request.sweep(), request.startedAt()));
        services.runs()
                .begin(
                        trials.trialRun(request.sweep(), job.trial(), services.clock().instant())
                                .within(parent.id()));
        return new Result(
                "TRAIN",
                job.trial(),
                job.rung(),
                SweepKeys.trial(request.sweep(), job.trial()),
                trials.training(job, opened.seed()),
                null);
    }
}
