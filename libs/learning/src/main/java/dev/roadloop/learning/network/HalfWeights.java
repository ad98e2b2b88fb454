package dev.roadloop.learning.network;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import org.jspecify.annotations.Nullable;

/// Hands a network's blocks float16 copies of the weights of its convolutions, so that gradients
/// reach the weights, which stay float32. Normalisations get theirs as they are: PyTorch computes
/// them in float32 whatever goes through them.
///
/// DJL 0.35.1's `toType` is of no use here, as no gradient goes back through it: adding to an array
/// of the wanted type, and multiplying by one of it, convert as well, and do hand gradients back.
final class HalfWeights extends ParameterStore {

    private NDManager step;

    HalfWeights(NDManager manager) {
        super(manager, false);
        step = manager;
    }

    /// What copies are made for.
    ///
    /// @param manager which closes them
    void make(NDManager manager) {
        step = manager;
    }

    /// @param parameter none for the bias of a convolution without one
    @Override
    public @Nullable NDArray getValue(
            @Nullable Parameter parameter, Device device, boolean training) {
        if (parameter == null) {
            return null;
        }
        NDArray weight = super.getValue(parameter, device, training);
        return switch (parameter.getType()) {
            case WEIGHT, BIAS ->
                    step.zeros(weight.getShape(), DataType.FLOAT16, device).addi(weight);
            default -> weight;
        };
    }

    /// The same numbers as float32, from which gradients go back. What is float32 stays as it is.
    static NDArray whole(NDArray array) {
        return array.getDataType() == DataType.FLOAT32
                ? array
                : array.mul(array.getManager().ones(new Shape(1)));
    }
}
