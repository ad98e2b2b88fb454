package dev.roadloop.sweep.spec;

import java.util.ArrayList;
import java.util.List;

/// When trials are compared, and how many go on.
///
/// @param rungs iterations after which they are, rising; empty where each trial runs to its end
/// @param eta one of so many goes on
public record EarlyStop(List<Integer> rungs, double eta) {

    /// Each trial runs to its end.
    public static final EarlyStop NONE = new EarlyStop(List.of(), 3);

    private static final int MOST_RUNGS = 20;

    /// Checks that the rungs rise.
    public EarlyStop {
        rungs = List.copyOf(rungs);
        if (!(eta > 1 && eta <= 1000)) {
            throw new IllegalArgumentException(
                    "eta: expected above 1 and up to 1000, found " + eta);
        }
        int before = 0;
        for (int rung : rungs) {
            if (rung <= before) {
                throw new IllegalArgumentException(
                        "rungs: expected to rise from 1, found " + rungs);
            }
            before = rung;
        }
    }

    /// Rungs from the first iteration on, each eta times the one before.
    ///
    /// @param max no rung from here on
    static EarlyStop from(int min, int max, double eta) {
        List<Integer> rungs = new ArrayList<>();
        for (double at = min; at < max && rungs.size() < MOST_RUNGS; at *= eta) {
            if (rungs.isEmpty() || rungs.getLast() < (int) at) {
                rungs.add((int) at);
            }
        }
        return new EarlyStop(rungs, eta);
    }

    /// Rungs down from the last iteration, each the eta-th part of the one above.
    ///
    /// @param count how many
    static EarlyStop downFrom(int max, int count, double eta) {
        List<Integer> rungs = new ArrayList<>();
        double at = max / eta;
        for (int left = Math.min(count, MOST_RUNGS); left > 0 && at >= 1; left--, at /= eta) {
            if (rungs.isEmpty() || rungs.getFirst() > (int) at) {
                rungs.addFirst((int) at);
            }
        }
        return new EarlyStop(rungs, eta);
    }
}
