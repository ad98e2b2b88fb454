package dev.roadloop.learning.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Weights to begin with: normal, with the variance that keeps rectified signals alike from layer
/// to layer; classes start as rare as they are.
///
/// Sources: He et al., Delving Deep into Rectifiers, 2015; Lin et al., Focal Loss, 2017, section
/// 4.1.
final class InitialWeights {

    private static final double RARE = 0.01;

    private final RandomGenerator random;

    InitialWeights(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    void fill(Map<String, NDArray> weights) {
        weights.forEach(this::fill);
    }

    private void fill(String name, NDArray weight) {
        Shape shape = weight.getShape();
        float[] values = new float[Math.toIntExact(shape.size())];
        if (shape.dimension() == 4) {
            double deviation = deviation(name, shape);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (deviation * random.nextGaussian());
            }
        } else if (name.endsWith("gamma") || name.endsWith("runningVar")) {
            Arrays.fill(values, 1);
        } else if (name.endsWith("bias") && name.contains("classes")) {
            Arrays.fill(values, (float) -Math.log((1 - RARE) / RARE));
        }
        Weights.fill(weight, values);
    }

    private static double deviation(String name, Shape shape) {
        boolean answers =
                name.contains("classes")
                        || name.contains("distances")
                        || name.contains("centreness")
                        || name.contains("areaLogits");
        return answers ? 0.01 : Math.sqrt(2.0 / (shape.get(0) * shape.get(2) * shape.get(3)));
    }
}
