package dev.roadloop.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;

class TopicKeyTest {
    @Test
    void dropsTheLeadingSlashAndReplacesTheOthers() {
        assertThat(TopicKey.of("/gps/ublox/fix")).hasToString("gps_ublox_fix");
        assertThat(TopicKey.of("can bus=0")).hasToString("can_bus_0");
    }

    @Test
    void neverNamesAParentFolder() {
        assertThat(TopicKey.of("..")).hasToString("___");
        assertThat(TopicKey.of("/")).hasToString("_");
        assertThat(TopicKey.of("/../../etc")).hasToString(".._.._etc");
    }

    @Test
    void numbersTopicsThatCollide() {
        assertThat(TopicKey.assign(List.of("/a_b", "/a/b", "/a_b-2", "/A/b")))
                .containsExactly(
                        entry("/A/b", new TopicKey("A_b")),
                        entry("/a/b", new TopicKey("a_b-2")),
                        entry("/a_b", new TopicKey("a_b-3")),
                        entry("/a_b-2", new TopicKey("a_b-2-2")));
    }

    @Test
    void cutsLongNamesAndKeepsThemApart() {
        String prefix = "/" + "x".repeat(4000);

        assertThat(TopicKey.of(prefix + "1").value())
                .hasSize(120)
                .isNotEqualTo(TopicKey.of(prefix + "2").value());
    }

    @Property(tries = 500, seed = "20261121")
    @Tag("slow")
    void givesEveryTopicItsOwnKeyWhateverTheirOrder(@ForAll Set<String> topics) {
        Map<String, TopicKey> keys = TopicKey.assign(topics);

        assertThat(keys).hasSize(topics.size());
        assertThat(
                        keys.values().stream()
                                .map(key -> key.value().toLowerCase(Locale.ROOT))
                                .collect(Collectors.toSet()))
                .hasSize(topics.size());
        assertThat(TopicKey.assign(List.copyOf(topics).reversed())).isEqualTo(keys);
    }
}
