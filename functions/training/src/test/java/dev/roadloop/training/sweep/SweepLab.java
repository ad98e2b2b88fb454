package dev.roadloop.training.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.TestAws;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.contracts.SweepRequest;
import dev.roadloop.contracts.TrainingCompute;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.sweep.Entry;
import dev.roadloop.training.artifact.ArtifactStore;
import dev.roadloop.training.server.Computes;
import dev.roadloop.training.server.TrackedRuns.Tracked;
import dev.roadloop.training.server.TrainingServices;
import dev.roadloop.training.store.TestTable;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// The functions of the machine `sweep`, called as it calls them, around trainings that are made
/// up.
final class SweepLab implements AutoCloseable {
    private static final Instant START = Instant.parse("2026-11-21T14:00:00Z");
    private static final Sha256 VERSION = Sha256.of(new byte[1]);
    private static final int LOOKS = 3;

    private final TestTable table = new TestTable();
    private final TestAws aws = new TestAws();

    @Override
    public void close() {
        aws.close();
        table.close();
    }

    /// What lies in gold.
    String gold(String key) {
        return aws.text("gold/" + key);
    }

    void sweep(String name, String file, int workers, long order) {
        SweepRequest request = request(file, 0, 0, workers);
        assertThat(open(name, request)).isEqualTo(open(name, request));
        work(name, workers, new Random(order));
    }

    /// Workers that are always one step from asking or telling; chance says whose step is next.
    void work(String name, int workers, Random order) {
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

    void train(AskTrial.Result job) {
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
    void train(AskTrial.Result job, String outcome, int looks) {
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

    static SweepRequest request(String file, int trials, double seconds, int parallel) {
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

    OpenSweep.Result open(String name, SweepRequest request) {
        return new OpenSweep(services(), new Computes(List.of("ml.m5.xlarge")))
                .open(new OpenSweep.Request(name, START, request));
    }

    AskTrial.Result ask(String name, int worker, int workers) {
        return new AskTrial(services()).ask(new AskTrial.Request(name, START, worker, workers));
    }

    TellTrial.Result tell(String name, AskTrial.Result job) {
        return new TellTrial(services())
                .tell(new TellTrial.Request(name, job.trial(), job.rung(), 1.5, START));
    }

    FinishSweep.Result finish(String name) {
        return new FinishSweep(services()).finish(new FinishSweep.Request(name, START));
    }

    Tracked tracked(String run) {
        return services().runs().find("loop", run).orElseThrow();
    }

    List<Entry> entries(String name) {
        return new TableJournal(table.open(), name).entries();
    }

    Map<Integer, Object> configurations(String name) {
        Map<Integer, Object> found = new TreeMap<>();
        entries(name)
                .forEach(entry -> {
                    if (entry instanceof Entry.Asked asked) {
                        found.put(asked.trial(), asked.configuration());
                    }
                });
        return found;
    }

    TrainingServices services() {
        return TrainingServices.of(
                table.open(),
                new ArtifactStore(aws.clients().s3(), aws.clients().s3Presigner(), "gold"),
                new Bucket(aws.clients().s3(), "gold"),
                Clock.fixed(START.plusSeconds(60), ZoneOffset.UTC));
    }
}
