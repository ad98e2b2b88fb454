package dev.roadloop.convert.lidar;

import dev.roadloop.convert.product.DriveMessage;
import dev.roadloop.convert.product.DriveTopic;
import dev.roadloop.convert.product.ShownMessage;
import dev.roadloop.domain.TopicKey;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.message.MessageDecoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Makes `sensor_msgs/PointCloud2` messages in the encoding of ROS 1, sound or not.
final class Clouds {

    private static final String SCHEMA =
            """
            std_msgs/Header header
            uint32 height
            uint32 width
            sensor_msgs/PointField[] fields
            bool is_bigendian
            uint32 point_step
            uint32 row_step
            uint8[] data
            bool is_dense
            ================================================================================
            MSG: std_msgs/Header
            uint32 seq
            time stamp
            string frame_id
            ================================================================================
            MSG: sensor_msgs/PointField
            string name
            uint32 offset
            uint8 datatype
            uint32 count
            """;

    private static final MessageDecoder DECODER =
            MessageDecoder.compile(
                    "/lidar",
                    "ros1",
                    "ros1msg",
                    "sensor_msgs/PointCloud2",
                    SCHEMA.getBytes(StandardCharsets.UTF_8));

    private static final DriveTopic TOPIC = topic("/lidar");

    private Clouds() {}

    record Field(String name, int offset, int datatype, int count) {}

    /// @param data what is declared of it need not be there
    record Cloud(
            int height,
            int width,
            List<Field> fields,
            boolean bigEndian,
            int pointStep,
            int rowStep,
            byte[] data) {}

    static DriveTopic topic(String name) {
        return new DriveTopic(
                new Topic(
                        0,
                        name,
                        "ros1",
                        Schema.of("sensor_msgs/PointCloud2", "ros1msg", SCHEMA),
                        Map.of()),
                TopicKey.of(name),
                DECODER);
    }

    static DriveMessage message(long logTime, Cloud cloud) {
        return message(TOPIC, logTime, cloud);
    }

    static DriveMessage message(DriveTopic topic, long logTime, Cloud cloud) {
        ByteBuffer to =
                ByteBuffer.allocate(1_000 + cloud.fields.size() * 100 + cloud.data.length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        to.putInt(0)
                .putInt((int) (logTime / 1_000_000_000))
                .putInt((int) (logTime % 1_000_000_000));
        text(to, "velo");
        to.putInt(cloud.height).putInt(cloud.width).putInt(cloud.fields.size());
        for (Field field : cloud.fields) {
            text(to, field.name);
            to.putInt(field.offset).put((byte) field.datatype).putInt(field.count);
        }
        to.put((byte) (cloud.bigEndian ? 1 : 0)).putInt(cloud.pointStep).putInt(cloud.rowStep);
        to.putInt(cloud.data.length).put(cloud.data).put((byte) 1);
        return ShownMessage.of(topic, logTime, to.flip());
    }

    private static void text(ByteBuffer to, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        to.putInt(bytes.length).put(bytes);
    }
}
