package dev.roadloop.redact;

import dev.roadloop.contracts.TopicLedger;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.InternalException;
import dev.roadloop.drivejob.Reconciliation;
import dev.roadloop.sensorlog.Ledger;
import dev.roadloop.sensorlog.LedgerRecorder;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.Recordings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Proves that nothing is lost but what is said to be: what was read is what the inspection found,
/// what was written accounts for what was read, and what lies in the files is what was written.
final class Accounts {

    private final DriveId drive;

    Accounts(DriveId drive) {
        this.drive = drive;
    }

    /// The inspection's reading and this one must agree.
    ///
    /// @throws InternalException where they do not
    void checkRead(List<TopicLedger> inspected, Ledger raw) {
        Map<String, String> expected = new HashMap<>();
        inspected.forEach(topic ->
                expected.put(
                        topic.topic(),
                        Reconciliation.account(topic.messages(), topic.bytes(), topic.hash())));
        Map<String, String> found = new HashMap<>();
        raw.topics().forEach((name, topic) -> found.put(name, shown(topic)));
        settle("the inspection found", expected, "the redaction read", found);
    }

    /// All topics without pictures are byte-identical, those with pictures lack what is withheld.
    ///
    /// @throws InternalException where it is otherwise
    void checkWritten(Ledger raw, Ledger clean, CameraTally tally) {
        Map<String, String> expected = new HashMap<>();
        Map<String, String> found = new HashMap<>();
        raw.topics()
                .forEach((name, topic) -> {
                    if (tally.isCamera(name)) {
                        expected.put(name, topic.messages() - tally.withheld(name) + " pictures");
                    } else {
                        expected.put(name, shown(topic));
                    }
                });
        expected.values().removeIf("0 pictures"::equals);
        clean.topics()
                .forEach((name, topic) ->
                        found.put(
                                name,
                                tally.isCamera(name)
                                        ? topic.messages() + " pictures"
                                        : shown(topic)));
        settle("the clean recordings should hold", expected, "they hold", found);
    }

    /// What lies in the files is what was written.
    ///
    /// @throws InternalException where it is not
    void checkFiles(List<Path> files, Ledger clean) throws IOException {
        LedgerRecorder again = new LedgerRecorder();
        List<String> losses = new ArrayList<>();
        for (Path file : files) {
            try (Recording recording = Recordings.open(file);
                    MessageCursor cursor =
                            recording.read(ReadOptions.all().withDataSectionCheck())) {
                while (cursor.next()) {
                    again.add(cursor.message());
                }
                cursor.losses().losses().forEach(loss -> losses.add(loss.detail()));
            }
        }
        Ledger found = again.toLedger();
        if (!found.equals(clean) || !losses.isEmpty()) {
            throw new InternalException(
                    "the clean recordings of %s, read back, have %d messages and the losses %s; expected %d and none, topic by topic"
                            .formatted(drive, found.messages(), losses, clean.messages()));
        }
    }

    private void settle(
            String expecting,
            Map<String, String> expected,
            String finding,
            Map<String, String> found) {
        Reconciliation.settle(
                "The redaction of " + drive,
                Reconciliation.differences(expecting, expected, finding, found));
    }

    private static String shown(dev.roadloop.sensorlog.TopicLedger topic) {
        return Reconciliation.account(topic.messages(), topic.bytes(), topic.sha256());
    }
}
