package dev.roadloop.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.cli.models.ApprovalsClient;
import dev.roadloop.cli.models.TrackingRegistry;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.contracts.qualification.QualificationKeys;
import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.simdrive.DriveGenerator;
import dev.roadloop.simdrive.DriveSpec;
import dev.roadloop.simdrive.world.CameraModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// The second half of the demo: drives with ground truth become a frozen dataset, the dataset a
/// trained and packaged detector, and that the one in production, once two people have approved it.
/// It runs the commands that anyone would, on the platform, and shows each before it runs.
final class LearningDemo {

    private static final CameraModel CAMERA = CameraModel.front(640, 360);
    private static final double SECONDS = 3;

    /// Fog and night hide what tells two drives apart, so they are not among them.
    private static final List<String> SCENARIOS =
            List.of(
                    "following",
                    "cut-in",
                    "pedestrian-crossing",
                    "cyclist",
                    "red-light",
                    "construction");

    /// Drives of each scenario; the last of them judges.
    private static final int SEEDS = 4;

    /// Production asks for two.
    private static final List<String> PEOPLE = List.of("ada", "grace");

    /// What a network that learnt so briefly can keep.
    private static final String POLICY =
            """
            {"name": "demo", "version": 1,
             "floors": [{"metric": "AP50", "atLeast": 0.1, "sure": false},
                        {"metric": "mIoU", "atLeast": 0.5, "sure": false}],
             "regressions": [], "mostP95Millis": 500, "mostBytes": 4000000, "firstModel": true}
            """;

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final PrintWriter out;
    private final Platform platform;
    private final Path folder;
    private final String seed;
    private final String detector;

    /// @param folder where drives go; what is there is removed
    /// @param seed of the training; names it and its model, too
    LearningDemo(PrintWriter out, Platform platform, Path folder, long seed) {
        this.out = out;
        this.platform = platform;
        this.folder = folder;
        this.seed = Long.toString(seed);
        this.detector = "demo-" + seed;
    }

    /// A command; what stands for a question mark is one word, blanks or not.
    private record Step(List<String> words) {
        Step(String command, String... words) {
            this(filled(command, List.of(words).iterator()));
        }

        private static List<String> filled(String command, Iterator<String> words) {
            return Stream.of(command.split(" "))
                    .map(word -> word.equals("?") ? words.next() : word)
                    .toList();
        }
    }

    private record Scene(String scenario, int seed) {
        String file() {
            return (seed == SEEDS ? "judges/" : "street/") + scenario + "-" + seed + ".mcap";
        }
    }

    /// Runs it.
    ///
    /// @return the exit code of the first command that failed, else 0
    int run() throws IOException, InterruptedException {
        remove(folder);
        generate();
        Path policy = folder.resolve("gate.json");
        OutputFile.write(policy, POLICY);
        List<Step> steps =
                List.of(
                        new Step(
                                "label upload ? --batch demo-judges --dataset demo-judges --golden",
                                at("judges")),
                        new Step(
                                "label upload ? --batch demo-street --dataset demo-street",
                                at("street")),
                        // A network that learnt so briefly can be steep: its scores by ONNX
                        // Runtime were seen to differ by 2e-4, where 1e-4 is usual.
                        new Step(
                                "train-model demo-street --run ? --model ? --config smoke --seed ?"
                                        + " --set-package most_difference=0.002",
                                detector,
                                detector,
                                seed),
                        new Step(
                                "qualify ? --run ? --golden demo-judges --policy ?"
                                        + " --robustness-pictures 10",
                                detector,
                                detector,
                                Project.shortened(policy).toString()));
        for (Step step : steps) {
            int exit = execute(step);
            if (exit != ExitCode.OK) {
                return exit;
            }
        }
        try (TrackingRegistry registry = new TrackingRegistry(platform)) {
            String version = registry.versions(detector).getFirst().path("version").asText();
            approve(version);
            await(registry, version);
            int exit = execute(new Step("verify-promotion ? ?", detector, version));
            out.println();
            out.println(
                    "what it finds         "
                            + Project.shortened(evidence(version, "detections.jpg")));
            out.println(
                    "how it was judged     " + Project.shortened(evidence(version, "report.html")));
            return exit;
        }
    }

    private Path evidence(String version, String name) throws IOException {
        Path evidence =
                platform.goldFolder().resolve(QualificationKeys.evidence(detector, version));
        try (Stream<Path> files = Files.walk(evidence)) {
            return files.filter(file -> file.endsWith(name)).findFirst().orElse(evidence);
        }
    }

    private void approve(String version) {
        for (String person : PEOPLE) {
            out.println();
            out.println(
                    "   $ AWS_ACCESS_KEY_ID=%s ./roadloop approve %s %s"
                            .formatted(person, detector, version));
            try (ApprovalsClient approvals =
                    new ApprovalsClient(
                            platform.approvalsUri(),
                            StaticCredentialsProvider.create(
                                    AwsBasicCredentials.create(person, "local")))) {
                JsonNode now =
                        approvals.vote(detector, version, "APPROVE", "seen in the demo", "", "");
                out.println(
                        "for production: " + now.path("state").asText().toLowerCase(Locale.ROOT));
            }
        }
        out.flush();
    }

    private void await(TrackingRegistry registry, String version) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (registry.aliased(detector, "production")
                .filter(there -> there.number().equals(version))
                .isEmpty()) {
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException(
                        "%s %s was approved, and production does not lead to it after %d s"
                                .formatted(detector, version, PATIENCE.toSeconds()));
            }
            Thread.sleep(Duration.ofMillis(200));
        }
    }

    private void generate() throws IOException, InterruptedException {
        Files.createDirectories(folder.resolve("street"));
        Files.createDirectories(folder.resolve("judges"));
        long start = System.nanoTime();
        long frames = 0;
        List<Future<Integer>> made = new ArrayList<>();
        try (ExecutorService workers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            for (String scenario : SCENARIOS) {
                for (int seed = 1; seed <= SEEDS; seed++) {
                    DriveSpec spec =
                            DriveSpec.of(ScenarioNames.find(scenario), SECONDS, seed)
                                    .withCamera(CAMERA);
                    Path file = folder.resolve(new Scene(scenario, seed).file());
                    made.add(
                            workers.submit(() ->
                                    DriveGenerator.generate(spec, file, done -> {}).frames()));
                }
            }
            for (Future<Integer> drive : made) {
                frames += drive.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("a drive could not be generated", e.getCause());
        }
        out.printf(
                Locale.ROOT,
                "   %d drives of %.0f s with ground truth, %d frames in %.1f s%n",
                made.size(),
                SECONDS,
                frames,
                Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3);
    }

    private int execute(Step step) {
        out.println();
        out.println("   $ ./roadloop " + String.join(" ", step.words()));
        out.flush();
        return Roadloop.commandLine().setOut(out).execute(step.words().toArray(String[]::new));
    }

    private String at(String path) {
        return Project.shortened(folder.resolve(path)).toString();
    }

    private static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> {
                        try {
                            Files.delete(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
