package dev.roadloop.bench;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import com.sun.management.OperatingSystemMXBean;
import dev.roadloop.domain.Sha256;
import dev.roadloop.learning.data.Batch;
import dev.roadloop.learning.data.BatchLoader;
import dev.roadloop.learning.data.BatchMaker;
import dev.roadloop.learning.data.LoaderSettings;
import dev.roadloop.learning.data.Sample;
import dev.roadloop.learning.detection.ClassBox;
import dev.roadloop.learning.detection.DetectionLoss;
import dev.roadloop.learning.detection.DetectionTarget;
import dev.roadloop.learning.detection.FeatureGrid;
import dev.roadloop.learning.network.NetworkShape;
import dev.roadloop.learning.network.PerceptionNetwork;
import dev.roadloop.learning.optimise.LearningRate;
import dev.roadloop.learning.training.Learner;
import dev.roadloop.learning.training.TrainingPlan;
import dev.roadloop.vision.Picture;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// What a training takes for a picture, beside the bare forward and backward pass of the same
/// network over arrays that are there already, again and again. Rounds of both, and of making
/// batches and changing weights alone, alternate, so that what else the machine does meets all
/// alike; medians count. Where others use the machine too, read the CPU time: by the clock, the
/// process with more threads gets more of it.
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
        LoaderSettings settings = new LoaderSettings(BATCH, 1, 0.9, Long.MAX_VALUE, threads, 3);
        BatchMaker maker = new BatchMaker(shape, 1L << 28);
        Rounds bare = new Rounds();
        Rounds training = new Rounds();
        Rounds batches = new Rounds();
        Rounds updates = new Rounds();
        long[] waited = new long[1];
        try (NDManager manager = NDManager.newBaseManager();
                Learner learner = new Learner(shape, plan);
                BatchLoader loader = new BatchLoader(maker, samples, settings, 0);
                BatchLoader alone = new BatchLoader(maker, samples, settings, 0)) {
            Work pass = barePass(manager, shape, loader.take());
            Work step = () -> train(learner, loader, waited);
            Work update = () -> learner.step(1e-4);
            for (int warm = 0; warm < 4 * PICTURES / BATCH; warm++) {
                alone.take();
                step.step();
            }
            pass.step();
            waited[0] = 0;
            for (int round = 0; round < rounds; round++) {
                bare.measure(pass);
                training.measure(step);
                batches.measure(alone::take);
                updates.measure(update);
            }
        }
        System.out.printf(
                "by the clock: bare pass %.1f pictures/s, training %.1f pictures/s: %.0f %%%n",
                1000 / bare.clock(),
                1000 / training.clock(),
                100 * bare.clock() / training.clock());
        System.out.printf(
                "by CPU time of a picture: bare pass %.2f ms, training %.2f ms: %.0f %%%n",
                bare.cpu(), training.cpu(), 100 * bare.cpu() / training.cpu());
        System.out.printf(
                "of it, measured alone: making batches %.2f ms, changing weights %.2f ms%n",
                batches.cpu(), updates.cpu());
        System.out.printf(
                "a step of %d pictures: %.0f ms by the clock, of which it waited %.1f ms for its"
                        + " batch%n",
                BATCH, BATCH * training.clock(), waited[0] / 1e6 / (rounds * STEPS));
        System.exit(0);
    }

    private interface Work {
        void step() throws InterruptedException;
    }

    /// Milliseconds of a picture, round by round.
    private static final class Rounds {
        private final List<Double> clock = new ArrayList<>();
        private final List<Double> cpu = new ArrayList<>();

        void measure(Work work) throws InterruptedException {
            OperatingSystemMXBean system =
                    (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            long cpuBefore = system.getProcessCpuTime();
            long began = System.nanoTime();
            for (int step = 0; step < STEPS; step++) {
                work.step();
            }
            clock.add((System.nanoTime() - began) / 1e6 / (STEPS * BATCH));
            cpu.add((system.getProcessCpuTime() - cpuBefore) / 1e6 / (STEPS * BATCH));
        }

        double clock() {
            return median(clock);
        }

        double cpu() {
            return median(cpu);
        }

        private static double median(List<Double> values) {
            return values.stream().sorted().toList().get(values.size() / 2);
        }
    }

    /// Forward, loss and backward, and nothing else.
    private static Work barePass(NDManager manager, NetworkShape shape, Batch batch) {
        PerceptionNetwork network = PerceptionNetwork.create(manager, shape, 1);
        NDArray images = batch.images(manager);
        DetectionTarget target = batch.target(manager);
        return () -> {
            try (NDManager step = manager.newSubManager();
                    GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                DetectionTarget same =
                        new DetectionTarget(
                                view(target.oneHot(), step),
                                view(target.distances(), step),
                                view(target.centreness(), step),
                                view(target.judged(), step),
                                target.positives(),
                                target.weight());
                collector.backward(
                        DetectionLoss.of(network.answer(view(images, step), true), same).total());
            }
        };
    }

    /// The same memory, so that what is made of it is closed with the step.
    private static NDArray view(NDArray array, NDManager step) {
        NDArray view = array.reshape(array.getShape());
        view.attach(step);
        return view;
    }

    private static void train(Learner learner, BatchLoader loader, long[] waited)
            throws InterruptedException {
        long asked = System.nanoTime();
        Batch batch = loader.take();
        waited[0] += System.nanoTime() - asked;
        learner.accumulate(batch, 1);
        learner.step(1e-4);
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
