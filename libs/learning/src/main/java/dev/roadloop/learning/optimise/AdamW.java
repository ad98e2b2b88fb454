package dev.roadloop.learning.optimise;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// Adam with decoupled weight decay. Its state has names, so that it can be kept; arrays of one
/// dimension (biases and normalisations) do not decay.
///
/// Source: Loshchilov and Hutter, Decoupled Weight Decay Regularization, 2017; the numbers are
/// those of `torch.optim.AdamW`.
public final class AdamW {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final Map<String, NDArray> first = new LinkedHashMap<>();
    private final Map<String, NDArray> second = new LinkedHashMap<>();
    private final double decay;
    private long steps;

    /// An optimiser that has seen no gradient.
    ///
    /// @param manager where its state lives
    /// @param weights what it will change, by name
    /// @param decay share of a weight that one step at learning rate 1 takes off it
    public AdamW(NDManager manager, Map<String, NDArray> weights, double decay) {
        this.decay = decay;
        weights.forEach((name, weight) -> {
            first.put(name, manager.zeros(weight.getShape()));
            second.put(name, manager.zeros(weight.getShape()));
        });
    }

    /// Changes the weights in place by one step. Call it outside of gradient collection.
    ///
    /// @param weights by the names given before
    /// @param gradients of the same names; not changed
    /// @param rate learning rate of this step
    public void step(Map<String, NDArray> weights, Map<String, NDArray> gradients, double rate) {
        steps++;
        double correction1 = 1 - Math.pow(BETA1, steps);
        double correction2 = Math.sqrt(1 - Math.pow(BETA2, steps));
        weights.forEach((name, weight) -> {
            NDArray gradient = gradients.get(name);
            NDArray mean = first.get(name);
            NDArray square = second.get(name);
            if (gradient == null || mean == null || square == null) {
                throw new IllegalArgumentException(
                        "no gradient or no state for the weights '" + name + "'");
            }
            if (decay != 0 && weight.getShape().dimension() > 1) {
                weight.muli(1 - rate * decay);
            }
            mean.muli(BETA1).addi(gradient.mul(1 - BETA1));
            square.muli(BETA2).addi(gradient.square().muli(1 - BETA2));
            NDArray root = square.sqrt().divi(correction2).addi(EPSILON);
            NDArray change = mean.div(root).muli(rate / correction1);
            weight.subi(change);
            root.close();
            change.close();
        });
    }

    /// Its arrays, `mean` and `square` of gradients, each by the weights' names; what is copied
    /// into them takes effect.
    public Map<String, Map<String, NDArray>> state() {
        Map<String, Map<String, NDArray>> state = new LinkedHashMap<>();
        state.put("mean", Collections.unmodifiableMap(first));
        state.put("square", Collections.unmodifiableMap(second));
        return state;
    }

    /// Number of steps done.
    public long steps() {
        return steps;
    }

    /// Goes on as after this many steps, with the state of then.
    public void resumeAt(long doneSteps) {
        steps = doneSteps;
    }
}
