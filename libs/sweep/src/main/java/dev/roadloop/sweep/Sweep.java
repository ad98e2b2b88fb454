package dev.roadloop.sweep;

import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.TransientException;
import dev.roadloop.sweep.Entry.Asked;
import dev.roadloop.sweep.Entry.Opened;
import dev.roadloop.sweep.Entry.Told;
import dev.roadloop.sweep.Trial.Status;
import dev.roadloop.sweep.spec.EarlyStop;
import dev.roadloop.sweep.spec.Method;
import dev.roadloop.sweep.spec.SweepFile;
import dev.roadloop.sweep.spec.SweepSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A sweep: workers ask it for jobs and tell what came out. It keeps nothing but its journal, so
/// any number of processes can be it at once, and one that dies after any step is as if it had not
/// begun the next. Asking twice gives a worker the same job twice; telling twice counts once.
public final class Sweep {

    private static final int ATTEMPTS = 100;

    private final Journal journal;

    /// A sweep that has been opened.
    public Sweep(Journal journal) {
        this.journal = journal;
    }

    /// Begins a sweep, or goes on with it.
    ///
    /// @throws CallerException if the journal is of another one, or this one would never end
    public static Sweep open(Journal journal, Opened opened) {
        SweepSpec spec = SweepFile.parse(opened.file(), "the sweep's file").spec();
        if (spec.method() != Method.GRID
                && opened.budget().trials() == 0
                && opened.budget().seconds() == 0) {
            throw new CallerException(
                    "a "
                            + spec.method().name().toLowerCase(java.util.Locale.ROOT)
                            + " search has no end of its own: expected run_cap in its file, or a"
                            + " budget of trials or seconds");
        }
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<Entry> entries = journal.entries();
            if (entries.isEmpty() ? journal.append(0, opened) : entries.getFirst().equals(opened)) {
                return new Sweep(journal);
            }
            if (!entries.isEmpty()) {
                throw new CallerException(
                        "the journal is of a sweep with another file, seed, budget or dataset:"
                                + " give this one a place of its own, or those of the journal");
            }
        }
        throw new TransientException("the journal cannot be begun; try again");
    }

    /// What a worker shall do.
    ///
    /// @param worker its number, from 0
    /// @param workers how many there are; what those beyond had is given to others
    public Answer ask(int worker, int workers) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<Entry> entries = journal.entries();
            SweepState state = SweepState.of(entries);
            Optional<Asked> given = state.jobOf(worker);
            if (given.isPresent()) {
                return job(state.spec(), given.get());
            }
            Optional<Asked> next =
                    state.orphan(workers)
                            .map(job ->
                                    new Asked(job.trial(), job.rung(), worker, job.configuration()))
                            .or(() ->
                                    state.spent().isPresent()
                                            ? Optional.empty()
                                            : state.next(worker));
            if (next.isEmpty()) {
                return state.idle()
                                || state.spent().isPresent()
                                || state.spec().early().rungs().isEmpty()
                        ? new Answer.Finished(state.spent().orElse("all trials have ended"))
                        : new Answer.Waiting();
            }
            if (journal.append(entries.size(), next.get())) {
                return job(state.spec(), next.get());
            }
        }
        throw new TransientException(
                "worker %d: others wrote the journal %d times meanwhile; ask again"
                        .formatted(worker, ATTEMPTS));
    }

    /// Takes what came out of a job. Without effect if it was told before.
    ///
    /// @throws CallerException if nobody was given such a job
    public void tell(Told told) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            List<Entry> entries = journal.entries();
            if (entries.stream().anyMatch(entry -> isOf(entry, told))) {
                return;
            }
            if (!SweepState.of(entries).expects(told.trial(), told.rung())) {
                throw new CallerException(
                        "trial %d: nobody was given its job up to rung %d, so nothing can be told"
                                .formatted(told.trial(), told.rung()));
            }
            if (journal.append(entries.size(), told)) {
                return;
            }
        }
        throw new TransientException(
                "trial %d: others wrote the journal %d times meanwhile; tell again"
                        .formatted(told.trial(), ATTEMPTS));
    }

    /// How all trials stand.
    ///
    /// @param ended whether nobody will ask any more
    public Standing standing(boolean ended) {
        SweepState state = SweepState.of(journal.entries());
        List<Trial> trials = state.trials(ended);
        Comparator<Trial> better =
                Comparator.comparing((Trial trial) -> trial.status() != Status.COMPLETED)
                        .thenComparing(trial ->
                                trial.status() == Status.COMPLETED ? 0 : -trial.iterations())
                        .thenComparing(trial -> cost(state.spec(), trial))
                        .thenComparing(Trial::number);
        return new Standing(
                state.spec(),
                state.opened(),
                trials,
                trials.stream().filter(trial -> trial.value() != null).min(better).orElse(null),
                state.seconds());
    }

    private static double cost(SweepSpec spec, Trial trial) {
        Double value = trial.value();
        return value == null ? Double.POSITIVE_INFINITY : spec.goal().cost(value);
    }

    private static boolean isOf(Entry entry, Told told) {
        return entry instanceof Told before
                && before.trial() == told.trial()
                && before.rung() == told.rung();
    }

    private static Answer job(SweepSpec spec, Asked asked) {
        EarlyStop early = spec.early();
        return new Answer.Job(
                asked.trial(),
                asked.rung(),
                asked.rung() < early.rungs().size() ? early.rungs().get(asked.rung()) : null,
                asked.configuration());
    }
}
