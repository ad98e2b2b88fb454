package dev.roadloop.train;

/// Configurations to which hyperparameters make exceptions.
enum Preset {
    /// A small network and few steps, for small sets.
    SMOKE(320, 192, 16, 1, 48, 300, 16, 4e-3, 0.3, 20),
    /// For real sets: a larger input and network.
    BASE(640, 384, 24, 2, 64, 6000, 16, 2e-3, 0.6, 250);

    private final int width;
    private final int height;
    private final int channels;
    private final int depth;
    private final int features;
    private final int steps;
    private final int batch;
    private final double rate;
    private final double mosaic;
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

    int saveEvery() {
        return saveEvery;
    }
}
