package dev.roadloop.learning.data;

import dev.roadloop.learning.data.Augmentation.Made;
import dev.roadloop.learning.detection.TargetAssignment;
import dev.roadloop.learning.network.NetworkShape;
import java.util.List;
import java.util.random.RandomGenerator;

/// Makes slots of batches. What is in a slot depends on the samples, the seed and the slot's place
/// in the training alone. For any number of threads.
public final class BatchMaker {

    /// The level of every channel where a picture does not reach: between black and white, as good
    /// as nothing to see.
    public static final int NOTHING = 114;

    private static final long PURPOSE = 2;

    private final NetworkShape shape;
    private final ImageStore images;
    private final Augmentation augmentation;
    private final TargetAssignment assignment;

    /// Makes batches for a network of this size.
    ///
    /// @param memory bytes of decoded pixels that may be kept
    public BatchMaker(NetworkShape shape, long memory) {
        this.shape = shape;
        this.images =
                new ImageStore(shape.grid().width(), shape.grid().height(), shape.areas(), memory);
        this.augmentation = new Augmentation(shape.grid(), shape.areas());
        this.assignment = new TargetAssignment(shape.grid());
    }

    /// The samples as they are, in their order.
    public Batch plain(List<Sample> samples) {
        Batch batch = new Batch(shape, samples.size());
        for (int slot = 0; slot < samples.size(); slot++) {
            Made made = augmentation.plain(images.load(samples.get(slot)));
            batch.put(slot, made.canvas(), assignment.assign(made.boxes()), made.areas());
        }
        return batch;
    }

    /// The network's size.
    public NetworkShape shape() {
        return shape;
    }

    /// How much an image of a sample is scaled when it is shown plain.
    public double scale(Sample sample) {
        return images.scale(sample);
    }

    Batch empty(int size) {
        return new Batch(shape, size);
    }

    /// @param place of the slot in the training
    /// @param mosaic share of slots that show four images
    void fill(
            Batch batch,
            int slot,
            SampleDraw samples,
            int sample,
            long seed,
            long place,
            double mosaic) {
        RandomGenerator random = Chance.at(seed, PURPOSE, place);
        Made made;
        if (random.nextDouble() < mosaic) {
            made =
                    augmentation.mosaic(
                            quarter -> {
                                SampleDraw.Drawn drawn =
                                        quarter == 0
                                                ? samples.at(sample, random)
                                                : samples.any(random);
                                return new Augmentation.Focused(
                                        images.load(drawn.sample()), drawn.label());
                            },
                            random);
        } else {
            made = augmentation.single(images.load(samples.at(sample)), random);
        }
        batch.put(slot, made.canvas(), assignment.assign(made.boxes()), made.areas());
    }
}
