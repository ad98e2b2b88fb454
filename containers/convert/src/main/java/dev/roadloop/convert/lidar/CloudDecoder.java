package dev.roadloop.convert.lidar;

import dev.roadloop.sensorlog.message.MessageDecodeException;
import dev.roadloop.sensorlog.message.MessageDecoder;
import dev.roadloop.sensorlog.message.MessageNode;
import dev.roadloop.sensorlog.message.MessageSink;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads `sensor_msgs/PointCloud2` in whatever encoding a decoder was compiled for. The points are
/// not copied: a cloud shows the bytes of its message.
final class CloudDecoder implements MessageSink {

    private static final List<String> NEEDED =
            List.of(
                    "height",
                    "width",
                    "fields[].name",
                    "fields[].offset",
                    "fields[].datatype",
                    "fields[].count",
                    "is_bigendian",
                    "point_step",
                    "row_step",
                    "data");

    private final MessageDecoder decoder;
    private final String[] paths;
    private final String missing;
    private final Map<String, Long> numbers = new HashMap<>();
    private final List<PointField> fields = new ArrayList<>();
    private String frame = "";
    private String fieldName = "";
    private ByteBuffer data = ByteBuffer.allocate(0);
    private String refusal = "";

    CloudDecoder(MessageDecoder decoder) {
        this.decoder = decoder;
        this.paths = decoder.nodes().stream().map(MessageNode::path).toArray(String[]::new);
        List<String> present = List.of(paths);
        this.missing =
                String.join(", ", NEEDED.stream().filter(path -> !present.contains(path)).toList());
    }

    /// Reads a message.
    ///
    /// @throws RefusedCloudException where it is no cloud whose points are all there
    PointCloud decode(byte[] bytes, int offset, int length) throws RefusedCloudException {
        if (!missing.isEmpty()) {
            throw new RefusedCloudException("the message type has no " + missing);
        }
        numbers.clear();
        fields.clear();
        frame = "";
        refusal = "";
        try {
            decoder.decode(bytes, offset, length, this);
        } catch (MessageDecodeException e) {
            throw new RefusedCloudException(String.valueOf(e.getMessage()));
        }
        if (!refusal.isEmpty()) {
            throw new RefusedCloudException(refusal);
        }
        PointCloud cloud =
                new PointCloud(
                        number("header.stamp"),
                        frame,
                        number("height"),
                        number("width"),
                        fields,
                        number("is_bigendian") != 0,
                        number("is_dense") != 0,
                        small("point_step"),
                        small("row_step"),
                        data);
        cloud.check();
        return cloud;
    }

    private long number(String path) {
        return numbers.getOrDefault(path, 0L);
    }

    /// A size; what exceeds an `int` is absurd and shows as negative, which is refused.
    private int small(String path) {
        return (int) number(path);
    }

    @Override
    public void bool(int node, boolean value) {
        numbers.put(paths[node], value ? 1L : 0L);
    }

    @Override
    public void integer(int node, long value) {
        numbers.put(paths[node], value);
    }

    @Override
    public void nanos(int node, long value) {
        numbers.put(paths[node], value);
    }

    @Override
    public void text(int node, byte[] buffer, int offset, int length) {
        if (paths[node].equals("header.frame_id")) {
            frame = new String(buffer, offset, length, StandardCharsets.UTF_8);
        } else if (paths[node].equals("fields[].name")) {
            fieldName = new String(buffer, offset, length, StandardCharsets.UTF_8);
        }
    }

    @Override
    public void blob(int node, byte[] buffer, int offset, int length, int messageOffset) {
        if (paths[node].equals("data")) {
            data = ByteBuffer.wrap(buffer, offset, length);
        }
    }

    @Override
    public void endStruct(int node) {
        if (!paths[node].equals("fields[]") || !refusal.isEmpty()) {
            return;
        }
        try {
            // A count of 0 means 1 to the point cloud library, and old drivers write it.
            long count = Math.max(1, number("fields[].count"));
            fields.add(
                    new PointField(
                            fieldName,
                            small("fields[].offset"),
                            PointType.of(number("fields[].datatype"), fieldName),
                            (int) Math.min(count, Integer.MAX_VALUE)));
        } catch (RefusedCloudException e) {
            refusal = String.valueOf(e.getMessage());
        }
    }
}
