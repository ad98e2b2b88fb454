package dev.roadloop.training.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.SweepKeys;
import dev.roadloop.domain.CallerException;
import dev.roadloop.sweep.TrialEnd;
import dev.roadloop.training.server.TrackedRuns.Tracked;
import java.io.IOException;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Sweeps on the platform.
class SweepFunctionsTest {
    private static final String RANDOM =
            """
            method: random
            run_cap: 9
            metric: {name: validation_loss}
            parameters: {learning_rate: {min: 0.001, max: 0.1}, batch_size: {values: [4, 8]}}
            early_terminate: {type: hyperband, min_iter: 1, max_iter: 3, eta: 3}
            """;

    private final SweepLab lab = new SweepLab();

    @AfterEach
    void stop() {
        lab.close();
    }

    @Test
    @Tag("slow")
    void workersFindTheBestTrialThoughEachCallIsMadeTwice() throws IOException {
        lab.sweep("twice", RANDOM, 3, 5);

        FinishSweep.Result end = lab.finish("twice");
        assertThat(lab.finish("twice")).isEqualTo(end);
        assertThat(end.outcome()).isEqualTo("FOUND");
        assertThat(end.trials()).isEqualTo(9);
        assertThat(end.event()).isNotNull();
        assertThat(end.event().bestRun())
                .isEqualTo(SweepKeys.trial("twice", end.event().bestTrial()));
        JsonNode report = Json.jackson().readTree(lab.gold(SweepKeys.report("twice")));
        assertThat(report.path("trials").findValuesAsText("status"))
                .contains("COMPLETED", "KILLED")
                .doesNotContain("RUNNING", "PAUSED");
        double least = Double.MAX_VALUE;
        for (JsonNode trial : report.path("trials")) {
            if (trial.path("status").asText().equals("COMPLETED")) {
                least = Math.min(least, trial.path("value").asDouble());
            }
        }
        assertThat(end.event().value()).isEqualTo(least);
        assertThat(lab.gold(SweepKeys.page("twice"))).contains("<svg", "learning_rate");
        assertThat(lab.tracked("twice").running()).isFalse();
        Set<String> runs = new HashSet<>();
        for (int trial = 0; trial < 9; trial++) {
            Tracked run = lab.tracked(SweepKeys.trial("twice", trial));
            assertThat(run.running()).isFalse();
            runs.add(run.id());
        }
        assertThat(runs).hasSize(9);
    }

    @Test
    @Tag("slow")
    void theSameTrialsAreTriedInWhateverOrderTheyEnd() {
        lab.sweep("one", RANDOM, 1, 1);
        lab.sweep("again", RANDOM, 1, 2);
        lab.sweep("many", RANDOM, 4, 3);

        assertThat(lab.entries("again")).isEqualTo(lab.entries("one"));
        assertThat(lab.configurations("many")).isEqualTo(lab.configurations("one")).hasSize(9);
    }

    @Test
    @Tag("slow")
    void trialsAreComparedByWhatTheFileSaysWhateverIsGood() throws IOException {
        String noRungs = RANDOM.replaceAll("early_terminate.*\n", "");
        String high = noRungs.replace("validation_loss", "validation_AP50, goal: maximize");
        lab.sweep("high", high, 2, 3);
        lab.finish("high");
        lab.sweep("low", noRungs.replace("validation_loss", "loss"), 1, 3);
        lab.sweep("areas", noRungs.replace("validation_loss", "validation_area_iou"), 1, 3);

        JsonNode report = Json.jackson().readTree(lab.gold(SweepKeys.report("high")));
        double most = 0;
        for (JsonNode trial : report.path("trials")) {
            assertThat(trial.path("status").asText()).isEqualTo("COMPLETED");
            most = Math.max(most, trial.path("value").asDouble());
        }
        FinishSweep.Result best = lab.finish("high");
        assertThat(best.event()).isNotNull();
        assertThat(best.event().metric()).isEqualTo("validation_AP50");
        assertThat(best.event().value()).isEqualTo(most).isPositive();
        assertThat(lab.finish("low").event()).isNotNull();
        assertThat(lab.finish("low").event().value()).isEqualTo(1);
        assertThat(lab.finish("areas").event()).isNotNull();
        assertThat(lab.finish("areas").event().value()).isEqualTo(0.5);
    }

    @Test
    @Tag("slow")
    void secondsOfJobsAreABudget() {
        lab.open("short", SweepLab.request(RANDOM, 0, 5, 1));
        lab.work("short", 1, new Random(1));

        assertThat(lab.finish("short").trials()).isLessThan(5);
        assertThat(lab.ask("short", 0, 1).reason()).contains("of 5 seconds are used");
    }

    @Test
    void whatIsNoSweepOfThePlatformIsRefusedByName() {
        assertThat(
                        lab.open(
                                        "a",
                                        SweepLab.request(
                                                RANDOM.replace("validation_loss", "AP50"), 0, 0, 1))
                                .message())
                .contains(
                        "log validation_loss, loss, learning_rate, validation_area_iou at each"
                                + " look",
                        "found 'AP50'")
                .contains("validation_AP, validation_AP50,");
        assertThat(
                        lab.open(
                                        "a",
                                        SweepLab.request(
                                                RANDOM.replace(
                                                        "validation_loss", "validation_AP50"),
                                                0,
                                                0,
                                                1))
                                .message())
                .contains("'validation_AP50' is known at the end of a trial only");
        assertThat(
                        lab.open("a", SweepLab.request(RANDOM.replace("run_cap: 9\n", ""), 0, 0, 1))
                                .message())
                .contains("no end of its own");
        assertThat(lab.open("a", SweepLab.request("method: chance", 0, 0, 1)).outcome())
                .isEqualTo("REFUSED");
        assertThat(lab.open("a", SweepLab.request(RANDOM, 0, 0, 2)).workers())
                .containsExactly(0, 1);
        assertThat(lab.open("a", SweepLab.request(RANDOM, 0, 0, 2)).outcome()).isEqualTo("OPENED");
        assertThat(lab.open("a", SweepLab.request(RANDOM, 8, 0, 2)).message())
                .contains("another file, seed");
    }

    @Test
    @Tag("slow")
    void aSweepWhoseTrialsAllFailEndsAndSaysWhy() {
        lab.open("bad", SweepLab.request(RANDOM, 0, 0, 1));
        for (int trial = 0; trial < 5; trial++) {
            AskTrial.Result job = lab.ask("bad", 0, 1);
            lab.train(job, "{\"outcome\":\"DIVERGED\",\"message\":\"no numbers\",\"step\":3}", 0);
            assertThat(lab.tell("bad", job).end()).isEqualTo(TrialEnd.FAILED);
        }

        assertThat(lab.ask("bad", 0, 1).next()).isEqualTo("END");
        FinishSweep.Result end = lab.finish("bad");
        assertThat(end.outcome()).isEqualTo("NO_RESULT");
        assertThat(end.message()).isEqualTo("DIVERGED: no numbers");
        assertThat(end.event()).isNull();
        assertThat(lab.tracked("bad").running()).isFalse();
    }

    @Test
    void nothingIsToldOfATrainingThatLeftNoReport() {
        lab.open("lost", SweepLab.request(RANDOM, 0, 0, 1));
        AskTrial.Result job = lab.ask("lost", 0, 1);

        assertThatThrownBy(() -> lab.tell("lost", job))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("models/runs/lost/0000/outcome.json");
        assertThat(lab.entries("lost")).hasSize(2);
    }
}
