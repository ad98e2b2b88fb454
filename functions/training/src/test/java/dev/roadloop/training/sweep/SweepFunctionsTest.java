package dev.roadloop.training.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.TestAws;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.contracts.SweepKeys;
import dev.roadloop.contracts.SweepRequest;
import dev.roadloop.contracts.TrainingCompute;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.sweep.Entry;
import dev.roadloop.sweep.TrialEnd;
import dev.roadloop.training.artifact.ArtifactStore;
import dev.roadloop.training.server.Computes;
import dev.roadloop.training.server.TrackedRuns.Tracked;
import dev.roadloop.training.server.TrainingServices;
import dev.roadloop.training.store.TestTable;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The functions of the machine `sweep`, called as it calls them, around trainings that are made
/// up.
class SweepFunctionsTest {
    private static final Instant START = Instant.parse("2026-11-21T14:00:00Z");
    private static final Sha256 VERSION = Sha256.of(new byte[1]);
    private static final String RANDOM =
            """
            method: random
            run_cap: 9
            metric: {name: validation_loss}
            parameters: {learning_rate: {min: 0.001, max: 0.1}, batch_size: {values: [4, 8]}}
            early_terminate: {type: hyperband, min_iter: 1, max_iter: 3, eta: 3}
            """;
    private static final int LOOKS = 3;

    private TestTable table;
    private TestAws aws;

    @BeforeEach
    void start() {
        table = new TestTable();
        aws = new TestAws();
    }

    @AfterEach
    void stop() {
        aws.close();
        table.close();
    }

    @Test
    @Tag("slow")
    void workersFindTheBestTrialThoughEachCallIsMadeTwice() throws IOException {
        sweep("twice", RANDOM, 3, 5);

        FinishSweep.Result end = finish("twice");
        assertThat(finish("twice")).isEqualTo(end);
        assertThat(end.outcome()).isEqualTo("FOUND");
        assertThat(end.trials()).isEqualTo(9);
        assertThat(end.event()).isNotNull();
        assertThat(end.event().bestRun())
                .isEqualTo(SweepKeys.trial("twice", end.event().bestTrial()));
        JsonNode report = Json.jackson().readTree(aws.get("gold/" + SweepKeys.report("twice")));
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
        assertThat(aws.text("gold/" + SweepKeys.page("twice"))).contains("<svg", "learning_rate");
        assertThat(tracked("twice").running()).isFalse();
        Set<String> runs = new HashSet<>();
        for (int trial = 0; trial < 9; trial++) {
            Tracked run = tracked(SweepKeys.trial("twice", trial));
            assertThat(run.running()).isFalse();
            runs.add(run.id());
        }
        assertThat(runs).hasSize(9);
    }

    @Test
    @Tag("slow")
    void theSameTrialsAreTriedInWhateverOrderTheyEnd() {
        sweep("one", RANDOM, 1, 1);
        sweep("again", RANDOM, 1, 2);
        sweep("many", RANDOM, 4, 3);

        assertThat(entries("again")).isEqualTo(entries("one"));
        assertThat(configurations("many")).isEqualTo(configurations("one")).hasSize(9);
    }

    @Test
    @Tag("slow")
    void trialsAreComparedByWhatTheFileSaysWhateverIsGood() throws IOException {
        String noRungs = RANDOM.replaceAll("early_terminate.*\n", "");
        String high = noRungs.replace("validation_loss", "validation_AP50, goal: maximize");
        sweep("high", high, 2, 3);
        finish("high");
        sweep("low", noRungs.replace("validation_loss", "loss"), 1, 3);
        sweep("areas", noRungs.replace("validation_loss", "validation_area_iou"), 1, 3);

        JsonNode report = Json.jackson().readTree(aws.get("gold/" + SweepKeys.report("high")));
        double most = 0;
        for (JsonNode trial : report.path("trials")) {
            assertThat(trial.path("status").asText()).isEqualTo("COMPLETED");
            most = Math.max(most, trial.path("value").asDouble());
        }
        FinishSweep.Result best = finish("high");
        assertThat(best.event()).isNotNull();
        assertThat(best.event().metric()).isEqualTo("validation_AP50");
        assertThat(best.event().value()).isEqualTo(most).isPositive();
        assertThat(finish("low").event()).isNotNull();
        assertThat(finish("low").event().value()).isEqualTo(1);
        assertThat(finish("areas").event()).isNotNull();
        assertThat(finish("areas").event().value()).isEqualTo(0.5);
    }

    @Test
    @Tag("slow")
    void secondsOfJobsAreABudget() {
        open("short", request(RANDOM, 0, 5, 1));
        work("short", 1, new Random(1));

        assertThat(finish("short").trials()).isLessThan(5);
        assertThat(ask("short", 0, 1).reason()).contains("of 5 seconds are used");
    }

    @Test
    void whatIsNoSweepOfThePlatformIsRefusedByName() {
        assertThat(open("a", request(RANDOM.replace("validation_loss", "AP50"), 0, 0, 1)).message())
                .contains(
                        "log validation_loss, loss, learning_rate, validation_area_iou at each"
                                + " look",
                        "found 'AP50'")
                .contains("validation_AP, validation_AP50,");
        assertThat(
                        open(
                                        "a",
                                        request(
                                                RANDOM.replace(
                                                        "validation_loss", "validation_AP50"),
                                                0,
                                                0,
                                                1))
                                .message())
                .contains("'validation_AP50' is known at the end of a trial only");
        assertThat(open("a", request(RANDOM.replace("run_cap: 9\n", ""), 0, 0, 1)).message())
                .contains("no end of its own");
        assertThat(open("a", request("method: chance", 0, 0, 1)).outcome()).isEqualTo("REFUSED");
        assertThat(open("a", request(RANDOM, 0, 0, 2)).workers()).containsExactly(0, 1);
        assertThat(open("a", request(RANDOM, 0, 0, 2)).outcome()).isEqualTo("OPENED");
        assertThat(open("a", request(RANDOM, 8, 0, 2)).message()).contains("another file, seed");
    }

    @Test
    @Tag("slow")
    void aSweepWhoseTrialsAllFailEndsAndSaysWhy() {
        open("bad", request(RANDOM, 0, 0, 1));
        for (int trial = 0; trial < 5; trial++) {
            AskTrial.Result job = ask("bad", 0, 1);
            train(job, "{\"outcome\":\"DIVERGED\",\"message\":\"no numbers\",\"step\":3}", 0);
            assertThat(tell("bad", job).end()).isEqualTo(TrialEnd.FAILED);
        }

        assertThat(ask("bad", 0, 1).next()).isEqualTo("END");
        FinishSweep.Result end = finish("bad");
        assertThat(end.outcome()).isEqualTo("NO_RESULT");
        assertThat(end.message()).isEqualTo("DIVERGED: no numbers");
        assertThat(end.event()).isNull();
        assertThat(tracked("bad").running()).isFalse();
    }

    @Test
    void nothingIsToldOfATrainingThatLeftNoReport() {
        open("lost", request(RANDOM, 0, 0, 1));
        AskTrial.Result job = ask("lost", 0, 1);

        assertThatThrownBy(() -> tell("lost", job))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("models/runs/lost/0000/outcome.json");
        assertThat(entries("lost")).hasSize(2);
    }

    private void sweep(String name, String file, int workers, long order) {
        SweepRequest request = request(file, 0, 0, workers);
        assertThat(open(name, request)).isEqualTo(open(name, request));
        work(name, workers, new Random(order));
    }

    /// Workers that are always one step from asking or telling; chance says whose step is next.
    private void work(String name, int workers, Random order) {
        Map<Integer, AskTrial.Result> jobs = new TreeMap<>();
        List<Integer> left = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            left.add(worker);
        }
        while (!left.isEmpty()) {
            Integer worker = left.get(order.nextInt(left.size()));
            AskTrial.Result job = jobs.remove(worker);
            if (job != null) {
                train(job);
                assertThat(tell(name, job)).isEqualTo(tell(name, job));
                continue;
            }
            AskTrial.Result next = ask(name, worker, workers);
            switch (next.next()) {
                case "TRAIN" -> {
                    assertThat(ask(name, worker, workers)).isEqualTo(next);
                    jobs.put(worker, next);
                }
                case "END" -> left.remove(worker);
                default -> assertThat(jobs).as("somebody is at what others wait for").isNotEmpty();
            }
        }
    }

    private void train(AskTrial.Result job) {
        String until = job.training().hyperparameters().get("pause_after");
        train(
                job,
                until == null
                        ? "{\"outcome\":\"COMPLETED\",\"step\":30,\"model\":\""
                                + "ab".repeat(32)
                                + "\"}"
                        : "{\"outcome\":\"INTERRUPTED\",\"step\":10}",
                until == null ? LOOKS : Integer.parseInt(until));
    }

    /// Looks get better with time, and are the better the nearer the rate is to 0.01.
    private void train(AskTrial.Result job, String outcome, int looks) {
        TrainingRequest training = job.training();
        StringBuilder events = new StringBuilder();
        for (int look = 1; look <= looks; look++) {
            double rate = Double.parseDouble(training.hyperparameters().get("learning_rate"));
            events.append(
                    "{\"event\":\"step\",\"step\":%d,\"loss\":1,\"at\":%d}%n"
                            .formatted(look, look));
            events.append(
                    "{\"event\":\"validation\",\"step\":%d,\"loss\":%s,\"areaIou\":0.5,\"at\":%d}%n"
                            .formatted(look, Math.abs(rate - 0.01) + 1.0 / look, look));
        }
        if (outcome.contains("COMPLETED")) {
            double rate = Double.parseDouble(training.hyperparameters().get("learning_rate"));
            events.append(
                    "{\"event\":\"scores\",\"step\":30,\"metrics\":{\"validation_AP50\":%s}}%n"
                            .formatted(1 / (1 + Math.abs(rate - 0.01))));
        }
        aws.put("gold/" + RunKeys.request(job.run()), Json.text(training));
        aws.put("gold/" + RunKeys.events(job.run()), events.toString());
        aws.put("gold/" + RunKeys.outcome(job.run()), outcome);
    }

    private static SweepRequest request(String file, int trials, double seconds, int parallel) {
        return new SweepRequest(
                new DatasetName("street"),
                VERSION,
                file,
                "smoke",
                7,
                "c0ffee",
                Map.of("judge_every", "1"),
                "loop",
                trials,
                seconds,
                parallel,
                TrainingCompute.USUAL);
    }

    private OpenSweep.Result open(String name, SweepRequest request) {
        return new OpenSweep(services(), new Computes(List.of("ml.m5.xlarge")))
                .open(new OpenSweep.Request(name, START, request));
    }

    private AskTrial.Result ask(String name, int worker, int workers) {
        return new AskTrial(services()).ask(new AskTrial.Request(name, START, worker, workers));
    }

    private TellTrial.Result tell(String name, AskTrial.Result job) {
        return new TellTrial(services())
                .tell(new TellTrial.Request(name, job.trial(), job.rung(), 1.5, START));
    }

    private FinishSweep.Result finish(String name) {
        return new FinishSweep(services()).finish(new FinishSweep.Request(name, START));
    }

    private Tracked tracked(String run) {
        return services().runs().find("loop", run).orElseThrow();
    }

    private List<Entry> entries(String name) {
        return new TableJournal(table.open(), name).entries();
    }

    private Map<Integer, Object> configurations(String name) {
        Map<Integer, Object> found = new TreeMap<>();
        entries(name)
                .forEach(entry -> {
                    if (entry instanceof Entry.Asked asked) {
                        found.put(asked.trial(), asked.configuration());
                    }
                });
        return found;
    }

    private TrainingServices services() {
        return TrainingServices.of(
                table.open(),
                new ArtifactStore(aws.clients().s3(), aws.clients().s3Presigner(), "gold"),
                new Bucket(aws.clients().s3(), "gold"),
                Clock.fixed(START.plusSeconds(60), ZoneOffset.UTC));
    }
}
