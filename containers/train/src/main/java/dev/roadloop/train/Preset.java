package dev.roadloop.train;

/// Configurations to which hyperparameters make exceptions.
enum Preset {
    /// A small network and few steps, to see in a minute and a half that all of it works. It
    /// neither learns nor is judged by objects lower than those that KITTI calls easy: 40 of 375
    /// rows.
    SMOKE(480, 288, 16, 1, 32, 540, 8, 4e-3, 0.9, 0.15, 40.0 / 375, 50),
    /// For real sets: a larger input and network, and every object counts.
    BASE(640, 384, 24, 2, 64, 6000, 16, 2e-3, 0.6, 0.25, 0, 250);

    private final int width;
    private final int height;
    private final int channels;
    private final int depth;
    private final int features;
    private final int steps;
    private final int batch;
    private final double rate;
    private final double mosaic;
    private final double plainShare;
    private final double leastHeight;
    private final int saveEvery;

    Preset(
            int width,
            int height,
            int channels,
            int depth,
            int features,
            int steps,
            int batch,
            double rate,
            double mosaic,
            double plainShare,
            double leastHeight,
            int saveEvery) {
        this.width = width;
        this.height = height;
        this.channels = channels;
        this.depth = depth;
        this.features = features;
        this.steps = steps;
        this.batch = batch;
        this.rate = rate;
        this.mosaic = mosaic;
        this.plainShare = plainShare;
        this.leastHeight = leastHeight;
        this.saveEvery = saveEvery;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    int channels() {
        return channels;
    }

    int depth() {
        return depth;
    }

    int features() {
        return features;
    }

    int steps() {
        return steps;
    }

    int batch() {
        return batch;
    }

    double rate() {
        return rate;
    }

    double mosaic() {
        return mosaic;
    }

    /// Last share of the steps, without mosaics.
    double plainShare() {
        return plainShare;
    }

    /// Share of a picture's rows that an object is high at least, or it is not judged.
    double leastHeight() {
        return leastHeight;
    }

    int saveEvery() {
        return saveEvery;
    }
}
