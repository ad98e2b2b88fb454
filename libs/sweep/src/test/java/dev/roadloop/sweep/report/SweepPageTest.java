package dev.roadloop.sweep.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.roadloop.sweep.Budget;
import dev.roadloop.sweep.Entry.Opened;
import dev.roadloop.sweep.Standing;
import dev.roadloop.sweep.Trial;
import dev.roadloop.sweep.Trial.Status;
import dev.roadloop.sweep.search.Configuration;
import dev.roadloop.sweep.spec.SweepFile;
import dev.roadloop.sweep.spec.SweepSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SweepPageTest {

    private static final String FILE =
            """
            name: <script>alert(1)</script>
            method: random
            run_cap: 9
            metric: {name: "a'b", goal: maximize}
            early_terminate: {type: hyperband, min_iter: 1, eta: 3}
            parameters: {"<i>": {values: ["</svg>", plain]}, rate: {min: 0.0, max: 1.0}}
            """;

    private static Trial trial(
            int number, Status status, @Nullable Double value, @Nullable String message) {
        return new Trial(
                number,
                new Configuration(
                        new TreeMap<>(
                                Map.of(
                                        "<i>",
                                        TextNode.valueOf("</svg>"),
                                        "rate",
                                        DoubleNode.valueOf(0.5)))),
                status,
                3,
                value,
                4,
                List.of(),
                new TreeMap<>(),
                message);
    }

    private static Standing standing(Trial... trials) {
        SweepSpec spec = SweepFile.parse(FILE, "a test").spec();
        Opened opened = new Opened(FILE, 1, new Budget(9, 0), new TreeMap<>());
        return new Standing(
                spec,
                opened,
                List.of(trials),
                trials.length == 0 ? null : trials[0],
                4 * trials.length);
    }

    @Test
    void namesAreTextWhateverTheyAre() {
        String page =
                SweepPage.html(
                        standing(
                                trial(0, Status.COMPLETED, 0.9, null),
                                trial(1, Status.KILLED, 0.1, null),
                                trial(2, Status.FAILED, null, "<b>disk\u202E full</b>")));
        assertThat(page)
                .doesNotContain("<script", "<i>", "<b>disk", "a'b", "\u202E", "NaN")
                .contains(
                        "&lt;script&gt;alert(1)",
                        "a&#39;b",
                        "&lt;b&gt;disk\uFFFD full",
                        "killed after 3");
        assertThat(page.split("</svg>", -1)).as("two plots").hasSize(3);
        assertThat(page.split("<polyline", -1)).as("trials with a value").hasSize(3);
    }

    @Test
    void namesTheRungsThatTrialsCameToAndNoneBeyond() {
        assertThat(SweepPage.html(standing(trial(0, Status.COMPLETED, 0.9, null))))
                .contains("seed 1, compared after 1, 3 looks, one of 3 went on");
    }

    @Test
    void aSweepWithoutTrialsHasAPage() {
        assertThat(SweepPage.html(standing()))
                .contains("No trial has a value of the metric.")
                .doesNotContain("NaN", "<polyline");
    }

    @Test
    void worseThanAHundredfoldIsShownOnALogarithmicScale() {
        Scale.Numbers wide =
                ParallelCoordinates.metric(
                        standing(
                                trial(0, Status.COMPLETED, 1.0, null),
                                trial(1, Status.KILLED, 1e5, null)));
        assertThat(wide.log()).isTrue();
        assertThat(wide.at(316.2)).isBetween(0.49, 0.51);
        assertThat(wide.ticks()).extracting(Scale.Tick::label).contains("1", "100", "1e5");
    }

    @Test
    void theReportHasAllThatTheJournalSays() {
        assertThat(
                        SweepReport.json(
                                        standing(
                                                trial(0, Status.COMPLETED, 0.9, null),
                                                trial(1, Status.FAILED, null, "why")))
                                .toString())
                .contains(
                        "\"method\":\"random\"",
                        "\"goal\":\"maximize\"",
                        "\"best\":{\"number\":0",
                        "\"rate\":0.5",
                        "\"message\":\"why\"");
    }
}
