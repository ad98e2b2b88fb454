package dev.roadloop.learning.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import dev.roadloop.learning.checkpoint.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Copies tensors between native arrays and Java.
public final class Weights {

    private Weights() {}

    /// A copy of an array of float32.
    public static Tensor copy(NDArray array) {
        return new Tensor(array.getShape().getShape(), array.toFloatArray());
    }

    /// Copies of all.
    public static Map<String, Tensor> copy(Map<String, NDArray> arrays) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        arrays.forEach((name, array) -> tensors.put(name, copy(array)));
        return tensors;
    }

    /// Fills all arrays.
    ///
    /// @throws IllegalArgumentException if a tensor is missing or has another shape; then nothing
    ///   is changed
    public static void load(Map<String, NDArray> arrays, Map<String, Tensor> tensors) {
        arrays.forEach((name, array) -> {
            Tensor tensor = tensors.get(name);
            if (tensor == null || !Arrays.equals(tensor.shape(), array.getShape().getShape())) {
                throw new IllegalArgumentException(
                        "expected a tensor '%s' of shape %s, found %s"
                                .formatted(
                                        name,
                                        array.getShape(),
                                        tensor == null ? "none" : Arrays.toString(tensor.shape())));
            }
        });
        arrays.forEach((name, array) -> {
            Tensor tensor = tensors.get(name);
            if (tensor != null) {
                fill(array, tensor.values());
            }
        });
    }

    /// Copies values into an array. Its `set` would make it use the memory of a buffer that lives
    /// only as long as the Java object it was called on.
    static void fill(NDArray array, float[] values) {
        try (NDArray source = array.getManager().create(values, array.getShape())) {
            array.set(new NDIndex(":"), source);
        }
    }
}
