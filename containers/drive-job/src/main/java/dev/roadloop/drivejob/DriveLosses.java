package dev.roadloop.drivejob;

import dev.roadloop.contracts.RecordedLoss;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What the damaged recordings of a drive no longer yield, in the words of reports.
public final class DriveLosses {

    private final List<RecordedLoss> listed = new ArrayList<>();
    private long notListed;

    /// Adds what one recording lost.
    ///
    /// @param file its name within the drive
    public void add(String file, LossReport report) {
        report.losses().forEach(loss -> listed.add(recorded(file, loss)));
        notListed += report.further();
    }

    /// The losses, at most [LossReport#MAX_ENTRIES] of each file.
    public List<RecordedLoss> listed() {
        return List.copyOf(listed);
    }

    /// How many there are beyond those.
    public long notListed() {
        return notListed;
    }

    private static RecordedLoss recorded(String file, Loss loss) {
        return new RecordedLoss(
                file,
                loss.topic(),
                loss.messages(),
                loss.from(),
                loss.to(),
                loss.reason().name().toLowerCase(Locale.ROOT) + ": " + loss.detail());
    }
}
