package dev.roadloop.convert.lidar;

import dev.roadloop.contracts.DriveKeys;
import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.Finding.Severity;
import dev.roadloop.contracts.MadeProduct;
import dev.roadloop.convert.product.DriveMessage;
import dev.roadloop.convert.product.DriveProduct;
import dev.roadloop.convert.product.DriveTopic;
import dev.roadloop.convert.product.ProductContext;
import dev.roadloop.convert.product.ProductOutcome;
import dev.roadloop.sensorlog.message.MessageDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Turns all `sensor_msgs/PointCloud2` of a drive into Zarr groups, sweep by sweep as they are
/// read. A message is either a sweep of its topic's group or refused, with the numbers, in a
/// finding.
///
/// Memory: the points that wait for their group to be full, at most [Limits#waitingBytes] and one
/// sweep over all topics together, and about three chunks of 16 MB while a group is written.
///
/// How the arrays are to be read: `docs/reference/point-clouds.md`.
public final class PointClouds implements DriveProduct {

    private static final String TYPE = "sensor_msgs/PointCloud2";

    private final ProductContext context;
    private final Limits limits;
    private final Map<String, State> topics = new TreeMap<>();
    private long waiting;

    /// @param context the drive, and where its arrays go
    public PointClouds(ProductContext context, Limits limits) {
        this.context = context;
        this.limits = limits;
    }

    /// Bounds of the conversion.
    ///
    /// @param sweepsPerGroup sweeps that share a chunk, where they fit
    /// @param waitingBytes bytes of points from which on groups are written before they are full
    public record Limits(int sweepsPerGroup, long waitingBytes) {

        /// A second of a lidar, 64 MiB.
        public static final Limits DEFAULT = new Limits(10, 64L << 20);

        /// @throws IllegalArgumentException when a bound is not positive
        public Limits {
            if (sweepsPerGroup < 1 || waitingBytes < 1) {
                throw new IllegalArgumentException(
                        "bounds must be positive: sweepsPerGroup=%d waitingBytes=%d"
                                .formatted(sweepsPerGroup, waitingBytes));
            }
        }
    }

    /// One topic.
    private static final class State {
        final String prefix;
        final CountedStore store;
        final Map<MessageDecoder, CloudDecoder> decoders = new IdentityHashMap<>();
        @Nullable SweepGroups groups;
        long refused;
        String firstRefusal = "";

        State(String prefix, CountedStore store) {
            this.prefix = prefix;
            this.store = store;
        }
    }

    @Override
    public void take(DriveMessage message) throws IOException {
        DriveTopic topic = message.topic();
        if (!topic.type().equals(TYPE)) {
            return;
        }
        State state =
                topics.computeIfAbsent(
                        topic.name(),
                        name ->
                                new State(
                                        DriveKeys.lidar(context.drive(), topic.key()),
                                        new CountedStore(context.store())));
        try {
            add(state, cloud(state, message), message.logTime());
        } catch (RefusedCloudException e) {
            if (state.refused++ == 0) {
                state.firstRefusal = String.valueOf(e.getMessage());
            }
        }
        if (waiting > limits.waitingBytes()) {
            for (State each : topics.values()) {
                if (each.groups != null) {
                    each.groups.flush();
                }
            }
            waiting = 0;
        }
    }

    private static PointCloud cloud(State state, DriveMessage message)
            throws RefusedCloudException {
        MessageDecoder decoder = message.topic().decoder();
        if (decoder == null) {
            throw new RefusedCloudException("its message cannot be decoded, as its table says");
        }
        return state.decoders
                .computeIfAbsent(decoder, CloudDecoder::new)
                .decode(message.array(), message.offset(), message.length());
    }

    private void add(State state, PointCloud cloud, long logTime)
            throws RefusedCloudException, IOException {
        SweepGroups groups = state.groups;
        if (groups == null) {
            groups = new SweepGroups(state.store, state.prefix, limits.sweepsPerGroup(), cloud);
            state.groups = groups;
        }
        long before = groups.waitingBytes();
        groups.add(logTime, cloud);
        waiting += groups.waitingBytes() - before;
    }

    @Override
    public ProductOutcome finish() throws IOException {
        List<MadeProduct> made = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (Map.Entry<String, State> entry : topics.entrySet()) {
            String topic = entry.getKey();
            State state = entry.getValue();
            SweepGroups groups = state.groups;
            if (groups != null) {
                Map<String, Object> attributes = new LinkedHashMap<>();
                attributes.put("drive", context.drive().toString());
                attributes.put("topic", topic);
                attributes.put("refused", state.refused);
                groups.finish(attributes);
                made.add(
                        new MadeProduct(
                                "lidar",
                                topic,
                                state.prefix,
                                state.store.objects(),
                                groups.sweeps(),
                                state.store.bytes()));
            }
            if (state.refused > 0) {
                findings.add(
                        new Finding(
                                "POINT_CLOUDS_REFUSED",
                                Severity.WARNING,
                                topic,
                                "%d point clouds are not in the topic's arrays; the first: %s"
                                        .formatted(state.refused, state.firstRefusal),
                                Map.of("messages", (double) state.refused)));
            }
        }
        return new ProductOutcome(made, findings);
    }

    /// Holds nothing that must be freed.
    @Override
    public void close() {}
}
