package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.contracts.TrainingCompute;
import dev.roadloop.contracts.TrainingRequest;
import dev.roadloop.domain.Sha256;
import dev.roadloop.train.TrainOutcome;
import dev.roadloop.train.cloud.TrainFromBuckets;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The train job as Batch runs it: the image's jar with the image's command and variables, on a
/// machine that is taken away, as spot capacity is.
class InterruptedTrainingE2E {

    private static final Path IMAGE =
            Path.of(System.getProperty("roadloop.root", "../..")).resolve("containers/train");

    private static final int LOOK = 5;

    @TempDir private Path folder;

    @Test
    void aSpotMachineThatIsTakenAwayCostsNoStepAndChangesNoBit()
            throws IOException, InterruptedException {
        try (LocalBuckets buckets = new LocalBuckets(folder, "gold", "golden")) {
            Bucket gold = buckets.bucket("gold");
            Sha256 version = TinyVersion.publish(gold);

            assertThat(job(buckets, "spot", request(version, 0), true))
                    .isEqualTo(TrainOutcome.INTERRUPTED.exitCode());
            int interrupted = newest(gold, "spot");
            int pause = interrupted / LOOK + 1;
            assertThat(job(buckets, "spot", request(version, pause), false)).isZero();
            new TrainFromBuckets(
                            gold,
                            buckets.bucket("golden"),
                            Files.createDirectories(folder.resolve("disk")),
                            InstantSource.system())
                    .train(
                            "calm",
                            request(version, pause),
                            Map.of("IMAGE_DIGEST", "sha256:ff"),
                            line -> {},
                            () -> false);

            String state = "checkpoint-%010d.tensors".formatted(pause * LOOK);
            assertThat(interrupted).isGreaterThanOrEqualTo(3);
            assertThat(gold.sha256(RunKeys.checkpoints("spot") + state, null))
                    .isPresent()
                    .isEqualTo(gold.sha256(RunKeys.checkpoints("calm") + state, null));
            assertThat(
                            new String(
                                    gold.get(RunKeys.events("spot"), 1 << 20).orElseThrow(),
                                    StandardCharsets.UTF_8))
                    .containsSubsequence(
                            "\"step\":" + interrupted + ",",
                            "\"resumed\"",
                            "\"step\":" + (interrupted + 1) + ",");
        }
    }

    /// So many steps that a process which nobody listens to fills its pipe before it is done: no
    /// signal comes too late.
    ///
    /// @param pause looks after which it is to pause; 0 for never
    private static TrainingRequest request(Sha256 version, int pause) {
        return new TrainingRequest(
                TinyVersion.NAME,
                version,
                "smoke",
                3,
                "c0ffee",
                Map.of(
                        "steps",
                        "2000",
                        "batch_size",
                        "2",
                        "width",
                        "64",
                        "height",
                        "32",
                        "judge_every",
                        LOOK + "",
                        "pause_after",
                        pause + ""),
                "loop",
                null,
                Map.of(),
                TrainingCompute.USUAL);
    }

    private static int newest(Bucket gold, String run) {
        try (Stream<StoredObject> objects = gold.list(RunKeys.checkpoints(run))) {
            return objects.map(object -> object.key().replaceAll("^.*/|\\D", ""))
                    .mapToInt(Integer::parseInt)
                    .max()
                    .orElseThrow();
        }
    }

    /// @param takenAway whether it gets a SIGTERM after three steps
    private int job(LocalBuckets buckets, String run, TrainingRequest request, boolean takenAway)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command(run));
        builder.environment().putAll(variables());
        builder.environment()
                .putAll(
                        Map.of(
                                "TRAINING", Json.text(request),
                                "GOLD_BUCKET", "gold",
                                "GOLDEN_BUCKET", "golden",
                                "IMAGE_DIGEST", "sha256:ff",
                                "AWS_ENDPOINT_URL", buckets.endpoint().toString(),
                                "AWS_REGION", "us-east-1",
                                "AWS_ACCESS_KEY_ID", "test",
                                "AWS_SECRET_ACCESS_KEY", "test"));
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        int steps = 0;
        try (BufferedReader out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.contains("\"event\":\"step\"") && ++steps == 3 && takenAway) {
                    process.toHandle().destroy();
                }
            }
        }
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    /// What the image starts.
    private static List<String> command(String run) throws IOException {
        Path jar;
        try (Stream<Path> jars = Files.list(IMAGE.resolve("target"))) {
            jar = jars.filter(file -> file.toString().endsWith("-all.jar")).findAny().orElseThrow();
        }
        List<String> command = new ArrayList<>();
        Json.jackson()
                .readTree(instruction("ENTRYPOINT"))
                .forEach(part -> command.add(part.asText()));
        command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.replaceAll(part -> part.equals("/app/app.jar") ? jar.toString() : part);
        // It runs for seconds only.
        command.add(1, "-XX:TieredStopAtLevel=1");
        command.add(run);
        return command;
    }

    private static Map<String, String> variables() throws IOException {
        return Stream.of(instruction("ENV").split(" "))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static String instruction(String name) throws IOException {
        return Files.readAllLines(IMAGE.resolve("Dockerfile")).stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElseThrow();
    }
}
