package dev.roadloop.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.roadloop.domain.Sha256;
import dev.roadloop.learning.data.Batch;
import dev.roadloop.learning.data.BatchLoader;
import dev.roadloop.learning.data.BatchMaker;
import dev.roadloop.learning.data.LoaderSettings;
import dev.roadloop.learning.data.Sample;
import dev.roadloop.learning.detection.ClassBox;
import dev.roadloop.learning.detection.FeatureGrid;
import dev.roadloop.learning.network.NetworkShape;
import dev.roadloop.learning.optimise.LearningRate;
import dev.roadloop.learning.training.Learner;
import dev.roadloop.learning.training.TrainingPlan;
import dev.roadloop.vision.Picture;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// How many pictures a second a training takes, beside the same network's bare forward and backward
/// pass over one batch again and again. Rounds of both alternate, so that what else the machine
/// does meets both alike; medians count. Where others use the machine too, the process with more
/// threads gets more of it: read the CPU time beside the speed.
///
/// The network is that of the configuration `smoke`; the pictures are JPEGs of 640 by 360, decoded
/// once and augmented each time.
public final class TrainingSpeed {

    private static final int PICTURES = 64;
    private static final int BATCH = 8;
    private static final int STEPS = 6;
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int CLASSES = 9;

    private TrainingSpeed() {}

    /// @param args how many rounds; 7 if absent
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        NetworkShape shape = new NetworkShape(new FeatureGrid(480, 288), CLASSES, 16, 1, 32);
        LearningRate rate = new LearningRate(1e-3, 0, 1, 1000);
        TrainingPlan plan =
                new TrainingPlan(BATCH, 1, 1000, rate, 0.05, 5, 0.998, 0.9, 0, 1000, 1000, 0, 1);
        Path folder = Files.createTempDirectory("training-speed");
        List<Sample> samples = draw(folder);
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
        LoaderSettings settings = new LoaderSettings(BATCH, 1, 0.9, 1000, threads, 3);
        double[] bare = new double[rounds];
        double[] training = new double[rounds];
        double[] bareCpu = new double[rounds];
        double[] trainingCpu = new double[rounds];
        try (Learner learner = new Learner(shape, plan);
                BatchLoader loader =
                        new BatchLoader(new BatchMaker(shape, 1L << 28), samples, settings, 0)) {
            Batch same = loader.take();
            pass(learner, same);
            for (int step = 0; step < PICTURES / BATCH; step++) {
                train(learner, loader);
            }
            for (int round = 0; round < rounds; round++) {
                Measured one = measure(() -> pass(learner, same));
                Measured other = measure(() -> train(learner, loader));
                bare[round] = one.speed();
                training[round] = other.speed();
                bareCpu[round] = one.cpuMillis();
                trainingCpu[round] = other.cpuMillis();
            }
        }
        double limit = median(bare);
        double reached = median(training);
        System.out.printf(
                "bare passes %.1f pictures/s, training %.1f pictures/s: %.0f %%%n",
                limit, reached, 100 * reached / limit);
        System.out.printf(
                "CPU of a picture: bare pass %.1f ms, training %.1f ms: %.0f %%%n",
                median(bareCpu), median(trainingCpu), 100 * median(bareCpu) / median(trainingCpu));
    }

    private interface Work {
        void step() throws InterruptedException;
    }

    /// @param speed pictures a second
    /// @param cpuMillis of this process for a picture
    private record Measured(double speed, double cpuMillis) {}

    private static Measured measure(Work work) throws InterruptedException {
        OperatingSystemMXBean system =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpu = system.getProcessCpuTime();
        long began = System.nanoTime();
        for (int step = 0; step < STEPS; step++) {
            work.step();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        int pictures = STEPS * BATCH;
        return new Measured(
                pictures / seconds, (system.getProcessCpuTime() - cpu) / 1e6 / pictures);
    }

    private static void pass(Learner learner, Batch batch) {
        learner.accumulate(batch, 1);
        learner.forgetGradients();
    }

    private static void train(Learner learner, BatchLoader loader) throws InterruptedException {
        learner.accumulate(loader.take(), 1);
        learner.step(1e-4);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static List<Sample> draw(Path folder) throws IOException {
        Random random = new Random(1);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
            byte[] bgr = new byte[3 * WIDTH * HEIGHT];
            random.nextBytes(bgr);
            List<ClassBox> boxes = new ArrayList<>();
            for (int box = 0; box < 16; box++) {
                int left = random.nextInt(WIDTH - 80);
                int top = random.nextInt(HEIGHT - 80);
                int right = left + 10 + random.nextInt(70);
                int bottom = top + 10 + random.nextInt(70);
                boxes.add(new ClassBox(random.nextInt(CLASSES), left, top, right, bottom));
            }
            byte[] jpeg;
            try (Picture picture = Picture.ofBgr(WIDTH, HEIGHT, bgr)) {
                jpeg = picture.encodeJpeg(90);
            }
            Path file = Files.write(folder.resolve(i + ".jpg"), jpeg);
            samples.add(new Sample("s" + i, file, Sha256.of(jpeg), WIDTH, HEIGHT, boxes));
        }
        return samples;
    }
}
