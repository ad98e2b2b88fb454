package dev.roadloop.sweep;

import dev.roadloop.domain.CallerException;
import dev.roadloop.sweep.Entry.Asked;
import dev.roadloop.sweep.Entry.Opened;
import dev.roadloop.sweep.Entry.Told;
import dev.roadloop.sweep.Trial.Reading;
import dev.roadloop.sweep.Trial.Status;
import dev.roadloop.sweep.halving.Rungs;
import dev.roadloop.sweep.search.Observation;
import dev.roadloop.sweep.search.Observation.Progress;
import dev.roadloop.sweep.search.Search;
import dev.roadloop.sweep.spec.SweepFile;
import dev.roadloop.sweep.spec.SweepSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a journal's entries lead to. A function of them alone.
final class SweepState {

    /// A sweep whose first trials all fail is given up.
    private static final int HOPELESS = 5;

    private final Opened opened;
    private final SweepSpec spec;
    private final Search search;
    private final Rungs rungs;
    private final List<Trial> trials = new ArrayList<>();
    private final SortedMap<Integer, Asked> underWay = new TreeMap<>();
    private double seconds;

    private SweepState(Opened opened) {
        this.opened = opened;
        this.spec = SweepFile.parse(opened.file(), "the sweep's file").spec();
        this.search = Search.of(spec, opened.seed());
        this.rungs = new Rungs(spec.early());
    }

    /// @throws CallerException if these are no entries of a sweep
    static SweepState of(List<Entry> entries) {
        if (entries.isEmpty() || !(entries.getFirst() instanceof Opened opened)) {
            throw new CallerException("the journal does not begin with what the sweep is");
        }
        SweepState state = new SweepState(opened);
        for (Entry entry : entries.subList(1, entries.size())) {
            switch (entry) {
                case Asked asked -> state.asked(asked);
                case Told told -> state.told(told);
                case Opened again ->
                        throw new CallerException("the journal has two beginnings in it");
            }
        }
        return state;
    }

    SweepSpec spec() {
        return spec;
    }

    Opened opened() {
        return opened;
    }

    double seconds() {
        return seconds;
    }

    /// Trials by number; after the end, those that stand at a rung are killed.
    List<Trial> trials(boolean ended) {
        return trials.stream()
                .map(trial ->
                        ended && trial.status() == Status.PAUSED ? trial.at(Status.KILLED) : trial)
                .toList();
    }

    /// The job of a worker, if it has one.
    Optional<Asked> jobOf(int worker) {
        return underWay.values().stream().filter(job -> job.worker() == worker).findFirst();
    }

    /// A job of a worker that is no longer there.
    Optional<Asked> orphan(int workers) {
        return underWay.values().stream().filter(job -> job.worker() >= workers).findFirst();
    }

    /// Whether the job was given and nothing was told of it.
    boolean expects(int trial, int rung) {
        Asked job = underWay.get(trial);
        return job != null && job.rung() == rung;
    }

    boolean idle() {
        return underWay.isEmpty();
    }

    /// Why nothing more begins, if that is so.
    Optional<String> spent() {
        double most = opened.budget().seconds();
        if (most > 0 && seconds >= most) {
            return Optional.of("%.0f of %.0f seconds are used".formatted(seconds, most));
        }
        OptionalDouble target = spec.target();
        if (target.isPresent()
                && trials.stream()
                        .filter(trial -> trial.status() == Status.COMPLETED)
                        .anyMatch(trial -> cost(trial) <= spec.goal().cost(target.getAsDouble()))) {
            return Optional.of("the target of %s is reached".formatted(target.getAsDouble()));
        }
        boolean hopeless =
                trials.size() >= HOPELESS
                        && trials.stream().filter(each -> each.status() == Status.FAILED).count()
                                >= HOPELESS
                        && trials.stream().allMatch(each -> each.readings().isEmpty());
        return hopeless
                ? Optional.of("the first " + HOPELESS + " trials that ended have all failed")
                : Optional.empty();
    }

    /// What to do next: a promotion, else a new trial.
    Optional<Asked> next(int worker) {
        Optional<Rungs.Promotion> promotion = rungs.promotion();
        if (promotion.isPresent()) {
            Trial trial = trials.get(promotion.get().trial());
            return Optional.of(
                    new Asked(
                            trial.number(), promotion.get().rung(), worker, trial.configuration()));
        }
        int most = opened.budget().trials();
        if (most > 0 && trials.size() >= most) {
            return Optional.empty();
        }
        return search.propose(trials.size(), observations())
                .map(configuration -> new Asked(trials.size(), 0, worker, configuration));
    }

    private void asked(Asked job) {
        if (job.trial() == trials.size()) {
            trials.add(
                    new Trial(
                            job.trial(),
                            job.configuration(),
                            Status.RUNNING,
                            0,
                            null,
                            0,
                            List.of(),
                            new TreeMap<>(),
                            null));
        } else if (job.trial() > trials.size() || job.rung() > spec.early().rungs().size()) {
            throw new CallerException(
                    "the journal has a job for trial %d at rung %d, which there cannot be"
                            .formatted(job.trial(), job.rung()));
        }
        if (job.rung() > 0) {
            rungs.left(job.trial(), job.rung() - 1);
        }
        trials.set(job.trial(), trials.get(job.trial()).at(Status.RUNNING));
        underWay.put(job.trial(), job);
    }

    private void told(Told told) {
        if (!expects(told.trial(), told.rung())) {
            throw new CallerException(
                    "the journal tells of trial %d at rung %d, which nobody was given"
                            .formatted(told.trial(), told.rung()));
        }
        underWay.remove(told.trial());
        seconds += told.seconds();
        Trial before = trials.get(told.trial());
        List<Reading> readings = new ArrayList<>(before.readings());
        Double value = told.value();
        if (told.end() != TrialEnd.FAILED) {
            if (value != null) {
                readings.add(new Reading(told.iterations(), value));
            }
            arrived(told, value == null ? Double.POSITIVE_INFINITY : spec.goal().cost(value));
        }
        SortedMap<String, Double> metrics = new TreeMap<>(before.metrics());
        metrics.putAll(told.metrics());
        trials.set(
                told.trial(),
                new Trial(
                        before.number(),
                        before.configuration(),
                        status(told.end()),
                        Math.max(before.iterations(), told.iterations()),
                        told.end() == TrialEnd.FAILED ? before.value() : value,
                        before.seconds() + told.seconds(),
                        readings,
                        metrics,
                        told.message()));
    }

    private void arrived(Told told, double cost) {
        if (told.rung() == spec.early().rungs().size()) {
            return;
        }
        rungs.arrived(told.trial(), told.rung(), cost);
        if (told.end() == TrialEnd.COMPLETED) {
            rungs.left(told.trial(), told.rung());
        }
    }

    private double cost(Trial trial) {
        Double value = trial.value();
        return value == null ? Double.POSITIVE_INFINITY : spec.goal().cost(value);
    }

    private static Status status(TrialEnd end) {
        return switch (end) {
            case PAUSED -> Status.PAUSED;
            case COMPLETED -> Status.COMPLETED;
            case FAILED -> Status.FAILED;
        };
    }

    private List<Observation> observations() {
        return trials.stream()
                .filter(trial -> trial.status() != Status.FAILED)
                .map(trial -> {
                    boolean complete = trial.status() == Status.COMPLETED;
                    boolean pending =
                            trial.status() == Status.RUNNING && trial.readings().isEmpty();
                    return new Observation(
                            trial.number(),
                            trial.configuration(),
                            complete
                                    ? Progress.COMPLETE
                                    : pending ? Progress.PENDING : Progress.PARTIAL,
                            trial.iterations(),
                            cost(trial));
                })
                .sorted(Comparator.comparing(Observation::trial))
                .toList();
    }
}
