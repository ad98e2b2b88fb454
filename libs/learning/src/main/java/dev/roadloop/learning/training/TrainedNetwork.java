package dev.roadloop.learning.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Activation;
import dev.roadloop.learning.checkpoint.Tensor;
import dev.roadloop.learning.data.Batch;
import dev.roadloop.learning.data.BatchMaker;
import dev.roadloop.learning.detection.BoxDecoder;
import dev.roadloop.learning.detection.LocatedBoxes;
import dev.roadloop.learning.network.NetworkShape;
import dev.roadloop.learning.network.OnnxExport;
import dev.roadloop.learning.network.PerceptionNetwork;
import dev.roadloop.learning.network.Weights;
import java.util.List;
import java.util.Map;

/// A network with the weights of a model, which learns no more. Native memory: that of the weights
/// and of one pass. Not for several threads.
///
/// Make one before anything of ONNX Runtime is loaded: both bring native libraries of the same
/// names, and the other order has crashed the process.
public final class TrainedNetwork implements AutoCloseable {

    private final NDManager manager;
    private final PerceptionNetwork network;
    private final BoxDecoder decoder;

    /// @throws IllegalArgumentException if the weights are not those of a network of this shape
    public TrainedNetwork(NetworkShape shape, Map<String, Tensor> weights) {
        manager = NDManager.newBaseManager();
        decoder = BoxDecoder.forEvaluation(shape.grid(), shape.classes());
        try {
            network = PerceptionNetwork.create(manager, shape, 0);
            Weights.load(network.weights(), weights);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /// Boxes and scores of each image of a batch.
    public List<LocatedBoxes> answer(Batch batch) {
        return Detector.answer(network, batch, decoder);
    }

    /// How probably each cell of each image of a batch belongs to each area, one after another;
    /// none if the network has no areas.
    public float[] areas(Batch batch) {
        try (NDManager step = NDManager.newBaseManager()) {
            NDArray logits = network.all(batch.images(step), false).areas();
            return logits == null ? new float[0] : Activation.sigmoid(logits).toFloatArray();
        }
    }

    /// A detector with this network.
    public Detector detector(BatchMaker maker) {
        return new Detector(network, maker, decoder);
    }

    /// The network as an ONNX file, see [OnnxExport].
    public byte[] onnx(Map<String, String> metadata) {
        return OnnxExport.export(network, metadata);
    }

    /// The same with boxes that it has chosen itself, among its outputs.
    ///
    /// @param decoder what it chooses boxes as
    public byte[] onnx(Map<String, String> metadata, BoxDecoder decoder) {
        return OnnxExport.export(network, metadata, decoder);
    }

    @Override
    public void close() {
        manager.close();
    }
}
