package dev.roadloop.sensorlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopicTest {

    @Test
    void metadataKeepsTheOrderOfTheRecordingSoThatFilesWrittenFromItAreTheSameBytes() {
        Map<String, String> given = new LinkedHashMap<>();
        IntStream.range(0, 20).map(i -> 19 - i).forEach(i -> given.put("key-" + i, "value"));

        Topic topic = new Topic(0, "/a", "ros1", Schema.NONE, given);

        assertThat(topic.metadata().keySet()).containsExactlyElementsOf(given.keySet());
    }

    @Test
    void metadataIsNotChangedBehindTheTopic() {
        Map<String, String> given = new LinkedHashMap<>(Map.of("callerid", "/driver"));
        Topic topic = new Topic(0, "/a", "ros1", Schema.NONE, given);

        given.clear();

        assertThat(topic.metadata()).containsExactly(Map.entry("callerid", "/driver"));
        assertThatThrownBy(() -> topic.metadata().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }
}
