package dev.roadloop.cli;

import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.mcap.Mcap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/// Writes recordings of three seconds at 10 Hz, of ROS 1 messages, whose topics are wrong in one
/// stated way each.
final class FaultyRecording {

    /// Messages of each topic.
    static final int MESSAGES = 30;

    private static final long START = 1_780_000_000_000_000_000L;
    private static final long PERIOD = 100_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private static final String SEPARATOR = "\n" + "=".repeat(80) + "\nMSG: ";
    private static final String HEADER =
            SEPARATOR + "std_msgs/Header\nuint32 seq\ntime stamp\nstring frame_id\n";
    private static final String CLOUD =
            """
            uint32 height
            uint32 width
            sensor_msgs/PointField[] fields
            bool is_bigendian
            uint32 point_step
            uint32 row_step
            uint8[] data
            bool is_dense\
            """
                    + SEPARATOR
                    + "sensor_msgs/PointField\nstring name\nuint32 offset\nuint8 datatype\nuint32"
                    + " count\n";

    private FaultyRecording() {}

    /// What messages say.
    enum Kind {
        COMPRESSED("sensor_msgs/CompressedImage", "string format\nuint8[] data\n"),
        RAW(
                "sensor_msgs/Image",
                "uint32 height\nuint32 width\nstring encoding\nuint8 is_bigendian\nuint32 step\n"
                        + "uint8[] data\n"),
        POINTS("sensor_msgs/PointCloud2", CLOUD),
        TEMPERATURE(
                "sensor_msgs/Temperature",
                "std_msgs/Header header\nfloat64 temperature\n" + HEADER),
        SPEED("t/Speed", "float64 speed\n");

        private final Schema schema;

        Kind(String type, String definition) {
            this.schema = Schema.of(type, "ros1msg", definition);
        }
    }

    /// A topic and what is wrong with it.
    enum Fault {
        UNDECODABLE_JPEG("/camera/rubbish", Kind.COMPRESSED) {
            @Override
            byte[] message(int index) {
                return ros1("jpeg", jpeg("ffd8ffe0000400"));
            }
        },
        JPEG_OF_1160_MEGAPIXELS("/camera/huge", Kind.COMPRESSED) {
            @Override
            byte[] message(int index) {
                return ros1("jpeg", jpeg("ffd8ffc000110871409c4003012200021101031101"));
            }
        },
        NO_PICTURE("/camera/text", Kind.COMPRESSED) {
            @Override
            byte[] message(int index) {
                return ros1("jpeg", "this is no picture".getBytes(StandardCharsets.UTF_8));
            }
        },
        WRONG_ENCODING("/camera/encoding", Kind.RAW) {
            @Override
            byte[] message(int index) {
                return ros1(4, 4, "bgr9", (byte) 0, 12, new byte[48]);
            }
        },
        RAW_OF_400_MEGAPIXELS("/camera/wide", Kind.RAW) {
            @Override
            byte[] message(int index) {
                return ros1(20_000, 20_000, "mono8", (byte) 0, 20_000, new byte[100]);
            }
        },
        WITHOUT_CALIBRATION("/camera/front", Kind.RAW) {
            @Override
            byte[] message(int index) {
                return ros1(8, 8, "mono8", (byte) 0, 8, new byte[64]);
            }
        },
        FOUR_THOUSAND_MILLION_POINTS("/lidar", Kind.POINTS) {
            @Override
            byte[] message(int index) {
                return ros1(1, -1, 1, "x", 0, (byte) 7, 1, (byte) 0, 4, -4, new byte[40], (byte) 1);
            }
        },
        CLOCK_THAT_JUMPS("/cabin", Kind.TEMPERATURE) {
            @Override
            byte[] message(int index) {
                long stamp = START + index * PERIOD + (index > MESSAGES / 2 ? 7 * SECOND : 0);
                return ros1(index, stamp, "car", 20.0);
            }
        },
        LOG_CLOCK_THAT_GOES_BACK("/back", Kind.SPEED) {
            @Override
            byte[] message(int index) {
                return ros1((double) index);
            }

            @Override
            long logTime(int index) {
                return START + (index == MESSAGES / 2 ? index - 5 : index) * PERIOD;
            }
        },
        CUT_MESSAGES("/cut", Kind.SPEED) {
            @Override
            byte[] message(int index) {
                return new byte[] {1, 2, 3};
            }
        },
        NONE("/speed", Kind.SPEED) {
            @Override
            byte[] message(int index) {
                return ros1(10.0 + index);
            }
        };

        final String topic;
        private final Kind kind;

        Fault(String topic, Kind kind) {
            this.topic = topic;
            this.kind = kind;
        }

        abstract byte[] message(int index);

        long logTime(int index) {
            return START + index * PERIOD;
        }
    }

    /// Writes a recording of these topics, with [#MESSAGES] each.
    static Path of(Path file, Fault... faults) throws IOException {
        return of(file, MESSAGES, faults);
    }

    /// Writes a recording of these topics, with so many messages each.
    static Path of(Path file, int messages, Fault... faults) throws IOException {
        try (RecordingWriter writer =
                Mcap.create(
                        FileChannel.open(
                                file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        WriteOptions.defaults(),
                        "ros1")) {
            for (Fault fault : faults) {
                Topic topic = writer.addTopic(fault.topic, "ros1", fault.kind.schema, Map.of());
                for (int i = 0; i < messages; i++) {
                    long time = fault.logTime(i);
                    writer.write(topic, time, time, i, ByteBuffer.wrap(fault.message(i)));
                }
            }
        }
        return file;
    }

    private static byte[] jpeg(String start) {
        byte[] head = HexFormat.of().parseHex(start);
        byte[] bytes = Arrays.copyOf(head, 500);
        for (int i = head.length; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 37 % 251);
        }
        return bytes;
    }

    /// Puts values together as ROS 1 does: numbers by their type, times of nanoseconds, texts and
    /// runs of bytes with their length before them.
    private static byte[] ros1(Object... values) {
        ByteBuffer data = ByteBuffer.allocate(1 << 12).order(ByteOrder.LITTLE_ENDIAN);
        for (Object value : values) {
            switch (value) {
                case Double number -> data.putDouble(number);
                case Integer number -> data.putInt(number);
                case Byte number -> data.put(number);
                case Long nanos ->
                        data.putInt((int) (nanos / SECOND)).putInt((int) (nanos % SECOND));
                case String text -> {
                    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                    data.putInt(utf8.length).put(utf8);
                }
                case byte[] bytes -> data.putInt(bytes.length).put(bytes);
                default -> throw new IllegalArgumentException("no ROS value: " + value);
            }
        }
        return Arrays.copyOf(data.array(), data.position());
    }
}
