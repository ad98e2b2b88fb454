package dev.roadloop.cli;

import dev.roadloop.simdrive.DriveGenerator;
import dev.roadloop.simdrive.DriveSpec;
import dev.roadloop.simdrive.world.CameraModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// The second half of the demo: drives with ground truth become a frozen dataset, a trained
/// detector, a report on it, and a package for the car. It runs the commands that anyone would, and
/// shows each before it runs.
final class LearningDemo {

    private static final CameraModel CAMERA = CameraModel.front(640, 360);
    private static final double SECONDS = 3;

    /// Drives of each scenario; the last of them is held out.
    private static final int SEEDS = 4;

    private final PrintWriter out;
    private final Path folder;

    /// @param folder where all of it goes; what is there is removed
    LearningDemo(PrintWriter out, Path folder) {
        this.out = out;
        this.folder = folder;
    }

    private record Scene(String scenario, int seed) {
        String name() {
            return scenario + "-" + seed;
        }
    }

    /// Runs it.
    ///
    /// @return the exit code of the first command that failed, else 0
    int run() throws IOException, InterruptedException {
        remove(folder);
        List<Scene> scenes = new ArrayList<>();
        for (String scenario : new ScenarioNames()) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                scenes.add(new Scene(scenario, seed));
            }
        }
        generate(scenes);
        List<String> build = new ArrayList<>(List.of("dataset", "build", at("drives")));
        build.addAll(List.of("--out", at("street"), "--name", "street"));
        // Two drives through fog look more alike than anything on a real road.
        build.addAll(List.of("--alike", "2"));
        for (Scene scene : scenes) {
            build.add("--assign");
            build.add(scene.name() + (scene.seed() == SEEDS ? "=test" : "=train"));
        }
        String found = at("model/output/data");
        List<List<String>> commands =
                List.of(
                        build,
                        List.of("train", at("street"), "--config", "smoke", "--out", at("model")),
                        List.of(
                                "evaluate",
                                "coco",
                                found + "/ground-truth.json",
                                found + "/detections.json",
                                "--report",
                                at("report"),
                                "--images",
                                at("street/street")),
                        List.of(
                                "package",
                                at("model"),
                                "--dataset",
                                at("street"),
                                "--out",
                                at("bundle")));
        for (List<String> command : commands) {
            int exit = execute(command);
            if (exit != ExitCode.OK) {
                return exit;
            }
        }
        out.println();
        out.println("the dataset           " + at("street") + " (a Git and DVC repository)");
        out.println("what it finds         " + at("report/report.html"));
        out.println("the model             " + at("bundle/bundle"));
        out.println("towards production    docs/how-to/qualify.md");
        return ExitCode.OK;
    }

    private void generate(List<Scene> scenes) throws IOException, InterruptedException {
        Path drives = Files.createDirectories(folder.resolve("drives"));
        long start = System.nanoTime();
        long frames = 0;
        try (ExecutorService workers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<Integer>> made = new ArrayList<>();
            for (Scene scene : scenes) {
                DriveSpec spec =
                        DriveSpec.of(ScenarioNames.find(scene.scenario()), SECONDS, scene.seed())
                                .withCamera(CAMERA);
                Path file = drives.resolve(scene.name() + ".mcap");
                made.add(
                        workers.submit(
                                () -> DriveGenerator.generate(spec, file, done -> {}).frames()));
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
                scenes.size(),
                SECONDS,
                frames,
                Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3);
    }

    private int execute(List<String> command) {
        out.println();
        out.println("   $ ./roadloop " + shown(command));
        out.flush();
        return Roadloop.commandLine().setOut(out).execute(command.toArray(String[]::new));
    }

    /// Which drives go where is plain after two.
    private static String shown(List<String> command) {
        int options = command.indexOf("--assign");
        return options < 0
                ? String.join(" ", command)
                : String.join(" ", command.subList(0, options + 2)) + " …";
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
