package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.cli.platform.Catalog.Entry;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EntryViewTest {

    private static final Map<String, String> INSPECTED =
            Map.of(
                    "driveId", "car-1",
                    "status", "QUARANTINED",
                    "vehicle", "car",
                    "verdict", "QUARANTINE",
                    "findings", "2",
                    "policy", "default@3",
                    "messages", "3681",
                    "topics", "12");

    private static List<String> lines(Map<String, String> values) {
        StringWriter text = new StringWriter();
        PrintWriter out = new PrintWriter(text);
        EntryView.print(out, new Entry(values), List.of());
        return text.toString().lines().toList();
    }

    private static Map<String, String> with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(INSPECTED);
        all.putAll(more);
        return all;
    }

    @Test
    void aQuarantinedDriveShowsWhatItHasAndNoWordOfWhatItLacks() {
        assertThat(lines(INSPECTED))
                .containsExactly(
                        "car-1  QUARANTINED",
                        "  vehicle    car",
                        "  verdict    QUARANTINE, 2 findings, policy default@3",
                        "  contents   3681 messages on 12 topics");
        assertThat(lines(Map.of("driveId", "car-2", "status", "QUARANTINED", "verdict", "PASS")))
                .containsExactly("car-2  QUARANTINED", "  verdict    PASS");
    }

    @Test
    void aDriveThatWasHeldHasPicturesButNoTables() {
        Map<String, String> held =
                with(
                        Map.of(
                                "pictures", "80",
                                "picturesRedacted", "75",
                                "picturesWithheld", "0",
                                "redactionPolicy", "default@1"));

        assertThat(lines(held))
                .endsWith(
                        "  contents   3681 messages on 12 topics",
                        "  pictures   75 of 80 redacted, 0 withheld, policy default@1");
    }

    @Test
    void aCataloguedDriveShowsAllThatIsMadeOfIt() {
        assertThat(lines(with(Map.of("frames", "80", "rows", "3681", "tables", "12"))))
                .endsWith(
                        "  contents   3681 messages on 12 topics, 80 keyframes, 3681 rows in 12"
                                + " tables");
    }
}
