package dev.roadloop.redact;

import dev.roadloop.contracts.TopicLedger;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.InternalException;
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
import java.util.Set;
import java.util.TreeSet;

/// Proves that nothing is lost but what is said to be: what was read is what the inspection found,
/// what was written accounts for what was read, and what lies in the files is what was written.
final class Accounts {

    private static final int MOST_SHOWN = 20;

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
                expected.put(topic.topic(), shown(topic.messages(), topic.bytes(), topic.hash())));
        Map<String, String> found = new HashMap<>();
        raw.topics().forEach((name, topic) -> found.put(name, shown(topic)));
        fail("the inspection found", expected, "the redaction read", found);
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
        fail("the clean recordings should hold", expected, "they hold", found);
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

    private void fail(
            String expecting,
            Map<String, String> expected,
            String finding,
            Map<String, String> found) {
        Set<String> topics = new TreeSet<>(expected.keySet());
        topics.addAll(found.keySet());
        List<String> differences = new ArrayList<>();
        for (String topic : topics) {
            String wanted = expected.getOrDefault(topic, "nothing");
            String is = found.getOrDefault(topic, "nothing");
            if (!wanted.equals(is)) {
                differences.add(
                        "%s: %s %s, %s %s".formatted(topic, expecting, wanted, finding, is));
            }
        }
        if (!differences.isEmpty()) {
            throw new InternalException(
                    "The redaction of %s does not account for %d topics: %s"
                            .formatted(
                                    drive,
                                    differences.size(),
                                    String.join(
                                            "; ",
                                            differences.subList(
                                                    0, Math.min(MOST_SHOWN, differences.size())))));
        }
    }

    private static String shown(dev.roadloop.sensorlog.TopicLedger topic) {
        return shown(topic.messages(), topic.bytes(), topic.sha256());
    }

    private static String shown(long messages, long bytes, String hash) {
        return messages == 0
                ? "nothing"
                : messages + " messages, " + bytes + " bytes, hash " + hash;
    }
}
