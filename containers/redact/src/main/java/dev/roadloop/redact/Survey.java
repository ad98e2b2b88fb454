package dev.roadloop.redact;

import dev.roadloop.contracts.TopicLedger;
import dev.roadloop.domain.SensorTime;
import dev.roadloop.sensorlog.LedgerRecorder;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a recording holds, as the inspection of a drive would list it: the account that the
/// redaction is checked against.
///
/// @param topics the ledger, sorted by topic
/// @param losses what could not be read, a sentence each
record Survey(List<TopicLedger> topics, List<String> losses) {
    Survey {
        topics = List.copyOf(topics);
        losses = List.copyOf(losses);
    }

    /// Reads all of a recording.
    static Survey of(RawLog raw) throws IOException {
        LedgerRecorder ledger = new LedgerRecorder();
        Map<String, String> types = new HashMap<>();
        List<String> losses;
        try (Recording recording = raw.open();
                MessageCursor cursor = recording.read(ReadOptions.all().withDataSectionCheck())) {
            while (cursor.next()) {
                Message message = cursor.message();
                ledger.add(message);
                types.putIfAbsent(message.topic().name(), message.topic().schema().name());
            }
            losses = cursor.losses().losses().stream().map(Loss::detail).toList();
        }
        List<TopicLedger> topics = new ArrayList<>();
        ledger.toLedger()
                .topics()
                .forEach((name, topic) ->
                        topics.add(
                                new TopicLedger(
                                        name,
                                        types.getOrDefault(name, ""),
                                        topic.messages(),
                                        topic.bytes(),
                                        new SensorTime(topic.firstLogTime()),
                                        new SensorTime(topic.lastLogTime()),
                                        topic.maxGap(),
                                        topic.sha256())));
        return new Survey(topics, losses);
    }
}
