package dev.roadloop.simdrive;

import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.sensorlog.Compression;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.sensorlog.ros1.Ros1Bag;
import dev.roadloop.simdrive.ros.RosBytes;
import dev.roadloop.simdrive.ros.RosType;
import dev.roadloop.simdrive.sensor.Stream;
import dev.roadloop.simdrive.truth.TruthJson;
import dev.roadloop.simdrive.world.CameraModel;
import dev.roadloop.simdrive.world.World;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Writes a drive's messages into a recording.
final class DriveWriter implements AutoCloseable {

    private static final String CAMERA_FRAME = "camera_front";

    private final RecordingWriter recording;
    private final boolean ros1;
    private final RosBytes bytes;
    private final CameraModel camera;
    private final List<Stream> streams;
    private final List<Topic> topics = new ArrayList<>();
    private final Topic tf;
    private final Topic image;
    private final Topic info;
    private final Topic truth;
    private final Map<String, Long> counts = new TreeMap<>();

    private DriveWriter(RecordingWriter recording, DriveSpec spec, List<Stream> streams)
            throws IOException {
        this.recording = recording;
        this.ros1 = spec.format() == DriveFormat.BAG;
        this.bytes = ros1 ? RosBytes.ros1() : RosBytes.cdr();
        this.camera = spec.camera();
        this.streams = List.copyOf(streams);
        tf = topic("/tf_static", RosType.TF_MESSAGE);
        image = topic("/camera/front/image/compressed", RosType.COMPRESSED_IMAGE);
        info = topic("/camera/front/camera_info", RosType.CAMERA_INFO);
        for (Stream stream : streams) {
            topics.add(topic(stream.topic(), stream.type()));
        }
        truth =
                ros1
                        ? topic(TruthJson.TOPIC, RosType.STRING)
                        : recording.addTopic(
                                TruthJson.TOPIC,
                                "json",
                                Schema.of(
                                        "roadloop.GroundTruthFrame",
                                        "jsonschema",
                                        TruthJson.SCHEMA),
                                Map.of());
    }

    static DriveWriter open(DriveSpec spec, List<Stream> streams, Path target) throws IOException {
        WriteOptions options = WriteOptions.defaults();
        RecordingWriter recording =
                switch (spec.format()) {
                    case MCAP -> Mcap.create(OutputFile.create(target), options, "ros2");
                    case BAG -> Ros1Bag.create(target, options.withCompression(Compression.LZ4));
                };
        return new DriveWriter(recording, spec, streams);
    }

    /// Messages written so far, by topic.
    Map<String, Long> counts() {
        return counts;
    }

    /// Writes where the sensors sit on the vehicle.
    void writeStatic(long stamp) throws IOException {
        bytes.begin().u32(4);
        transform(stamp, "imu", 0, 0, new double[] {0, 0, 0, 1});
        transform(stamp, "gps", 0, 1.55, new double[] {0, 0, 0, 1});
        transform(stamp, "lidar", 1.3, 1.85, new double[] {0, 0, 0, 1});
        transform(
                stamp,
                CAMERA_FRAME,
                camera.forward(),
                camera.up(),
                new double[] {-0.5, 0.5, -0.5, 0.5});
        write(tf, stamp, stamp, 0, bytes.end());
    }

    /// Writes a reading of the stream with that index.
    void writeReading(int stream, World world, double time, int sequence, long stamp, long logTime)
            throws IOException {
        bytes.begin();
        streams.get(stream).reading().write(world, time, sequence, stamp, bytes);
        write(topics.get(stream), logTime, stamp, sequence, bytes.end());
    }

    /// Writes a frame, the camera's parameters, and the truth about the frame.
    void writeFrame(CapturedFrame frame, int sequence, long stamp, long logTime, String json)
            throws IOException {
        bytes.begin().header(sequence, stamp, CAMERA_FRAME).string("jpeg").bytes(frame.jpeg());
        write(image, logTime, stamp, sequence, bytes.end());
        double f = camera.focal();
        bytes.begin()
                .header(sequence, stamp, CAMERA_FRAME)
                .u32(camera.height())
                .u32(camera.width())
                .string("plumb_bob")
                .u32(5)
                .f64(0, 0, 0, 0, 0)
                .f64(f, 0, camera.cx(), 0, f, camera.cy(), 0, 0, 1)
                .diagonal(1, 1, 1)
                .f64(f, 0, camera.cx(), 0, 0, f, camera.cy(), 0, 0, 0, 1, 0)
                .u32(0)
                .u32(0)
                .u32(0)
                .u32(0)
                .u32(0)
                .u32(0)
                .u8(0);
        write(info, logTime, stamp, sequence, bytes.end());
        ByteBuffer text =
                ros1
                        ? bytes.begin().string(json).end()
                        : ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8));
        write(truth, logTime, stamp, sequence, text);
    }

    @Override
    public void close() throws IOException {
        recording.close();
    }

    private void transform(long stamp, String child, double forward, double up, double[] rotation) {
        bytes.header(0, stamp, "base_link").string(child).f64(forward, 0, up).f64(rotation);
    }

    private Topic topic(String name, RosType type) throws IOException {
        return ros1
                ? recording.addTopic(
                        name,
                        "ros1",
                        Schema.of(type.ros1Name(), "ros1msg", type.ros1Definition()),
                        Map.of("md5sum", type.ros1Md5(), "callerid", "/simdrive"))
                : recording.addTopic(
                        name,
                        "cdr",
                        Schema.of(type.ros2Name(), "ros2msg", type.ros2Definition()),
                        Map.of());
    }

    private void write(Topic topic, long logTime, long publishTime, long sequence, ByteBuffer data)
            throws IOException {
        recording.write(topic, logTime, publishTime, sequence, data);
        counts.merge(topic.name(), 1L, Long::sum);
    }
}
