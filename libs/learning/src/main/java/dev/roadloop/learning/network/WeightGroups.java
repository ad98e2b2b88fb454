package dev.roadloop.learning.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import ai.djl.util.PairList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The arrays of a network as parts of a few long ones, so that what is done to every number takes
/// a few calls of PyTorch, not a few for each of a hundred arrays.
public final class WeightGroups {

    /// Trained arrays of several dimensions. Of shape (1, numbers), so that an optimiser tells it
    /// from biases.
    static final String KERNELS = "kernels";

    /// Trained arrays of one dimension: biases and normalisations.
    static final String OFFSETS = "offsets";

    /// What no gradient changes: statistics of normalisations.
    static final String STATISTICS = "statistics";

    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Map<String, NDArray> all = new LinkedHashMap<>();

    /// Where an array lies.
    private record Place(String group, long from, Shape shape) {

        NDArray in(NDArray group) {
            return group.reshape(-1).get("{}:{}", from, from + shape.size()).reshape(shape);
        }
    }

    private WeightGroups(NDManager manager, PairList<String, Parameter> parameters) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (Pair<String, Parameter> entry : parameters) {
            Shape shape = entry.getValue().getShape();
            String group = group(entry.getValue());
            long from = sizes.getOrDefault(group, 0L);
            places.put(entry.getKey(), new Place(group, from, shape));
            sizes.put(group, from + shape.size());
        }
        sizes.forEach((group, size) -> all.put(group, manager.zeros(shape(group, size))));
    }

    private static String group(Parameter parameter) {
        if (!parameter.requiresGradient()) {
            return STATISTICS;
        }
        return parameter.getShape().dimension() > 1 ? KERNELS : OFFSETS;
    }

    private static Shape shape(String group, long size) {
        return group.equals(KERNELS) ? new Shape(1, size) : new Shape(size);
    }

    /// Makes the arrays of a network's parameters parts of new ones, which are zero.
    ///
    /// @param manager where they live
    /// @param parameters whose arrays are given up
    static WeightGroups of(NDManager manager, PairList<String, Parameter> parameters) {
        WeightGroups groups = new WeightGroups(manager, parameters);
        for (Pair<String, Parameter> entry : parameters) {
            Parameter parameter = entry.getValue();
            Place place = groups.places.get(entry.getKey());
            if (place != null) {
                parameter.close();
                parameter.setInitializer((none, shape, type) -> place.in(groups.get(place.group)));
                parameter.initialize(manager, DataType.FLOAT32);
            }
        }
        return groups;
    }

    /// All numbers of the network: what is done to them is done to its arrays.
    public Map<String, NDArray> all() {
        return Collections.unmodifiableMap(all);
    }

    /// Those that are trained.
    public Map<String, NDArray> trained() {
        Map<String, NDArray> trained = new LinkedHashMap<>(all);
        trained.remove(STATISTICS);
        return trained;
    }

    /// Takes over all numbers of a network of the same shape, whatever device it is on.
    public void copy(WeightGroups other) {
        all.forEach((group, array) -> {
            NDArray source = other.get(group);
            NDArray here = source.toDevice(array.getDevice(), false);
            array.set(new NDIndex(":"), here);
            if (here != source) {
                here.close();
            }
        });
    }

    /// Makes the statistics of normalisations the mean of these and of others.
    ///
    /// @param others of networks of the same shape, on whatever devices
    public void meanStatistics(List<WeightGroups> others) {
        NDArray mean = get(STATISTICS);
        for (WeightGroups other : others) {
            NDArray source = other.get(STATISTICS);
            NDArray here = source.toDevice(mean.getDevice(), false);
            mean.addi(here);
            if (here != source) {
                here.close();
            }
        }
        mean.divi(others.size() + 1);
    }

    private NDArray get(String group) {
        NDArray array = all.get(group);
        if (array == null) {
            throw new IllegalArgumentException("there is no group '" + group + "'");
        }
        return array;
    }

    /// The parts of groups, by the names of the network's arrays. They share the groups' memory.
    ///
    /// @param groups of the shapes of [#trained], or some of them
    public Map<String, NDArray> parts(Map<String, NDArray> groups) {
        Map<String, NDArray> parts = new LinkedHashMap<>();
        places.forEach((name, place) -> {
            NDArray group = groups.get(place.group);
            if (group != null) {
                parts.put(name, place.in(group));
            }
        });
        return parts;
    }

    /// Copies of gradients one behind the other, as [#trained] has their arrays.
    ///
    /// @param trained arrays by name, each with its gradient
    /// @param manager where the copies live
    public Map<String, NDArray> gradients(Map<String, NDArray> trained, NDManager manager) {
        Map<String, NDList> lists = new LinkedHashMap<>();
        places.forEach((name, place) -> {
            NDArray weight = trained.get(name);
            if (weight != null) {
                NDArray gradient = weight.getGradient();
                gradient.attach(manager);
                lists.computeIfAbsent(place.group, none -> new NDList()).add(gradient.reshape(-1));
            }
        });
        Map<String, NDArray> gradients = new LinkedHashMap<>();
        lists.forEach((group, list) -> {
            NDArray together = NDArrays.concat(list);
            gradients.put(group, together.reshape(get(group).getShape()));
        });
        return gradients;
    }
}
