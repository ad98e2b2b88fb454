package dev.roadloop.learning.training;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import dev.roadloop.learning.data.Batch;
import dev.roadloop.learning.detection.Recorded;
import dev.roadloop.learning.network.NetworkShape;
import dev.roadloop.learning.network.PerceptionNetwork;
import dev.roadloop.learning.network.Precision;
import java.util.Map;
import java.util.function.Supplier;

/// A network on one device, and the gradients that it has gathered. For one thread at a time, which
/// may be another each time: PyTorch records what gradients need thread by thread, so each call
/// says when it begins and ends. (DJL's collector of gradients can be had once in a process.)
///
/// @param manager of the device; closes the network
/// @param trained arrays that have gradients
record Replica(NDManager manager, PerceptionNetwork network, Map<String, NDArray> trained)
        implements AutoCloseable {

    /// @param seed of its weights
    static Replica on(Device device, NetworkShape shape, long seed, Precision precision) {
        NDManager manager = NDManager.newBaseManager(device);
        // Threads begin with recording, under which arrays that have gradients cannot be filled.
        JniUtils.setGradMode(false);
        PerceptionNetwork network = PerceptionNetwork.create(manager, shape, seed, precision);
        Map<String, NDArray> trained = network.trained();
        trained.values().forEach(weight -> weight.setRequiresGradient(true));
        return new Replica(manager, network, trained);
    }

    /// What a batch, or a part of one, has said, before gradients are taken of it.
    ///
    /// @param step closes the arrays
    record Pass(Terms terms, NDManager step) implements AutoCloseable {
        @Override
        public void close() {
            step.close();
        }
    }

    /// Goes forward through a batch or a part of one.
    Pass forward(Batch batch) {
        NDManager step = manager.newSubManager();
        return recorded(
                () -> new Pass(Terms.of(network.all(batch.images(step), true), batch, step), step));
    }

    /// Adds the gradients of a pass to those that are there.
    ///
    /// @param factor what they are multiplied by
    void backward(Terms terms, double factor) {
        recorded(() -> {
            NDArray loss = Recorded.times(terms.total(), factor);
            NDArray one = loss.getManager().ones(loss.getShape(), loss.getDataType());
            JniUtils.backward((PtNDArray) loss, (PtNDArray) one, false, false);
            return terms;
        });
    }

    /// Does what gradients are taken of, or takes them.
    static <T> T recorded(Supplier<T> work) {
        JniUtils.setGradMode(true);
        try {
            return work.get();
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    void forgetGradients() {
        trained.values().forEach(weight -> JniUtils.zeroGrad((PtNDArray) weight));
    }

    /// Copies of the gradients, in the groups of its network.
    ///
    /// @param step where they live
    Map<String, NDArray> gradients(NDManager step) {
        return network.groups().gradients(trained, step);
    }

    @Override
    public void close() {
        manager.close();
    }
}
