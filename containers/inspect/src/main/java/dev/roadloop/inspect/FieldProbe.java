package dev.roadloop.inspect;

import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageNode;
import dev.roadloop.sensorlog.message.MessageSink;
import dev.roadloop.sensorlog.message.ScalarType;
import java.util.Arrays;
import java.util.List;

/// Catches a few numbers of each message while it is decoded, without building a tree. Whatever
/// else is in the message is checked by the decoding itself.
final class FieldProbe implements MessageSink {

    private static final double NANOS = 1e9;

    private final int[] nodes;
    private final boolean[] times;
    private final boolean[] found;
    private final double[] reals;
    private final long[] integers;

    /// @param paths of scalars, such as `status.status`; those that the type lacks are never found
    FieldProbe(MessageDecoder decoder, List<String> paths) {
        this.nodes = paths.stream().mapToInt(path -> node(decoder, path)).toArray();
        this.times = new boolean[nodes.length];
        for (int i = 0; i < nodes.length; i++) {
            times[i] = nodes[i] >= 0 && decoder.nodes().get(nodes[i]).type() == ScalarType.TIME;
        }
        this.found = new boolean[nodes.length];
        this.reals = new double[nodes.length];
        this.integers = new long[nodes.length];
    }

    private static int node(MessageDecoder decoder, String path) {
        return decoder.nodes().stream()
                .filter(node -> node.path().equals(path) && node.type() instanceof ScalarType)
                .mapToInt(MessageNode::id)
                .findFirst()
                .orElse(-1);
    }

    /// The time in nanoseconds; a number that is no time is one in seconds. 0 for none.
    long nanos(int path) {
        return times[path] ? integers[path] : Math.round(reals[path] * NANOS);
    }

    /// Forgets the message before.
    void clear() {
        Arrays.fill(found, false);
        Arrays.fill(reals, Double.NaN);
    }

    /// Whether the type has such a scalar.
    boolean declares(int path) {
        return nodes[path] >= 0;
    }

    /// Whether the message had a number there.
    boolean has(int path) {
        return found[path];
    }

    /// The number, nanoseconds for a time; NaN where the message had none.
    double real(int path) {
        return reals[path];
    }

    /// The number, cut to a whole one; nanoseconds for a time.
    long integer(int path) {
        return integers[path];
    }

    private void note(int node, double real, long integer) {
        for (int i = 0; i < nodes.length; i++) {
            if (nodes[i] == node) {
                found[i] = true;
                reals[i] = real;
                integers[i] = integer;
            }
        }
    }

    @Override
    public void integer(int node, long value) {
        note(node, value, value);
    }

    @Override
    public void float32(int node, float value) {
        note(node, value, (long) value);
    }

    @Override
    public void float64(int node, double value) {
        note(node, value, (long) value);
    }

    @Override
    public void nanos(int node, long value) {
        note(node, value, value);
    }
}
