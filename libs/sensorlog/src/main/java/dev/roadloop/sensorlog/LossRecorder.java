package dev.roadloop.sensorlog;

import java.util.ArrayList;
import java.util.List;

/// Collects losses while a file is read; for implementers of formats.
public final class LossRecorder {

    private final List<Loss> losses = new ArrayList<>();
    private long further;

    /// Notes one loss.
    public void add(Loss loss) {
        if (losses.size() < LossReport.MAX_ENTRIES) {
            losses.add(loss);
        } else {
            further++;
        }
    }

    /// Notes all of `report`.
    public void addAll(LossReport report) {
        report.losses().forEach(this::add);
        further += report.further();
    }

    /// Forgets everything.
    public void clear() {
        losses.clear();
        further = 0;
    }

    /// What was noted so far.
    public LossReport toReport() {
        return losses.isEmpty() ? LossReport.NONE : new LossReport(losses, further);
    }
}
