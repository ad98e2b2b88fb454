package dev.roadloop.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.MadeProduct;
import dev.roadloop.convert.can.CanDatabase;
import dev.roadloop.convert.can.CanSource;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// CAN frames become tables of signals like those of other topics.
final class CanConversionTest {

    private static final long START = 1_767_225_600_000_000_000L;
    private static final String FRAME =
            "Header header\nuint32 id\nbool is_rtr\nbool is_extended\nbool is_error\nuint8 dlc\n"
                    + "uint8[8] data\n"
                    + "=".repeat(80)
                    + "\nMSG: std_msgs/Header\nuint32 seq\ntime stamp\nstring frame_id\n";

    @TempDir private Path directory;

    private static Map<CanSource, CanDatabase> database(String topics, String name)
            throws Exception {
        try (InputStream in = CanDatabase.class.getResourceAsStream(name)) {
            return Map.of(
                    new CanSource(topics, name),
                    CanDatabase.parse(Objects.requireNonNull(in).readAllBytes(), name));
        }
    }

    private static byte[] frame(long time, int id, boolean extended, boolean remote, int... data) {
        Object[] values = new Object[16];
        values[0] = 0;
        values[1] = time;
        values[2] = "can0";
        values[3] = id;
        values[4] = (byte) (remote ? 1 : 0);
        values[5] = (byte) (extended ? 1 : 0);
        values[6] = (byte) 0;
        values[7] = (byte) data.length;
        for (int i = 0; i < 8; i++) {
            values[8 + i] = (byte) (i < data.length ? data[i] : 0xEE);
        }
        return TestRecording.ros1(values);
    }

    @Test
    void eachMessageOfTheDatabaseHasATableOfItsSignals() throws Exception {
        Path out = directory.resolve("out");
        Path file = directory.resolve("a.mcap");
        ConversionReport report;
        try (TestRecording recording = new TestRecording(file)) {
            byte[][] frames = {
                frame(START, 256, false, false, 0x10, 0x27, 0, 0, 0, 2, 0, 0),
                frame(START, 256, false, false, 0x10, 0x27, 0),
                frame(START, 256, false, true),
                frame(START, 999, false, false, 1),
                frame(START, 300, false, false, 0, 0xFF, 0, 0, 0, 0, 0, 7),
                frame(START, 300, false, false, 1, 10, 0, 0, 0, 0, 0, 8),
                frame(
                        START,
                        (int) (2566834689L - 0x8000_0000L),
                        true,
                        false,
                        0,
                        0,
                        0x80,
                        0x3F,
                        0,
                        0,
                        0,
                        1)
            };
            for (int i = 0; i < frames.length; i++) {
                recording.add("/can", "can_msgs/Frame", FRAME, START + i, frames[i]);
            }
            // A recorded topic keeps its name and its key.
            recording.add("/can/Intel", "t/A", "float64 value", START, TestRecording.ros1(1.0));
        }
        report =
                TestRecording.convert(
                        file,
                        out,
                        new AllProducts(ConversionPolicy.bundled()),
                        database("/can*", "everything.dbc"));

        assertThat(report.findings()).isEmpty();
        assertThat(report.topics())
                .extracting(topic -> topic.ledger().topic())
                .containsExactly("/can", "/can/Intel");
        assertThat(report.products())
                .filteredOn(product -> product.product().equals("can"))
                .extracting(MadeProduct::topic, MadeProduct::prefix, MadeProduct::items)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "/can/Intel_signals", "signals/topic=can_Intel_signals/", 2L),
                        org.assertj.core.groups.Tuple.tuple(
                                "/can/Muxed", "signals/topic=can_Muxed/", 2L),
                        org.assertj.core.groups.Tuple.tuple(
                                "/can/Wide", "signals/topic=can_Wide/", 1L));
        try (Tables tables = new Tables(out)) {
            assertThat(
                            tables.rows(
                                    "can_Intel_signals",
                                    "select epoch_ns(log_time) - "
                                            + START
                                            + ", epoch_ns(header_stamp) - "
                                            + START
                                            + ", Unsigned16, Odd7, Gear, Gear_label, source_file"
                                            + " from {topic} order by 1"))
                    .containsExactly("0|0|60.0|0|1|First|a.mcap", "1|0|60.0|null|null|null|a.mcap");
            assertThat(
                            tables.rows(
                                    "can_Muxed",
                                    "select Page, Temperature, Pressure, Always from {topic} order"
                                            + " by log_time"))
                    .containsExactly("0|-1.0|null|7", "1|null|1.0|8");
            assertThat(tables.rows("can_Wide", "select AsFloat, All32 from {topic}"))
                    .containsExactly("1.0|1");
        }
    }

    /// The dataset's own decoding of the same frames is in the same recording.
    @Test
    @Tag("slow")
    void comma2k19SpeedAndSteeringAreThoseOfItsFrames() throws Exception {
        Path out = directory.resolve("out");
        ConversionReport report =
                TestRecording.convert(
                        RealDrivesTest.recording(
                                "recordings/comma2k19_example1/comma2k19_example1.mcap"),
                        out,
                        new AllProducts(ConversionPolicy.bundled()),
                        database("/can/bus0", "toyota_minimal.dbc"));

        assertThat(report.products())
                .filteredOn(product -> product.product().equals("can"))
                .extracting(MadeProduct::items)
                .containsExactly(2_487L, 4_974L, 4_974L);
        try (Tables tables = new Tables(out)) {
            String signals = "read_parquet('" + out + "/signals/topic=%s/*/*/*.parquet')";
            assertThat(
                            tables.rows(
                                    "vehicle_speed",
                                    "select count(*), max(abs(v.twist_linear_x - (WHEEL_SPEED_FR +"
                                            + " WHEEL_SPEED_FL + WHEEL_SPEED_RR + WHEEL_SPEED_RL) /"
                                            + " 4 / 3.6)) < 1e-9 from {topic} v join "
                                            + signals.formatted("can_bus0_WHEEL_SPEEDS")
                                            + " c on v.log_time = c.log_time"))
                    .isEqualTo(List.of("4974|true"));
            assertThat(
                            tables.rows(
                                    "vehicle_steering_angle_deg",
                                    "select count(*), max(abs(v.data - STEER_ANGLE -"
                                            + " STEER_FRACTION)) < 1e-9 from {topic} v join "
                                            + signals.formatted("can_bus0_STEER_ANGLE_SENSOR")
                                            + " c on v.log_time = c.log_time"))
                    .isEqualTo(List.of("4974|true"));
            assertThat(
                            tables.sync(
                                    "select max(abs(can_bus0_SPEED_SPEED / 3.6 -"
                                            + " vehicle_speed_twist_linear_x)) < 1.0,"
                                            + " count(can_bus0_SPEED_SPEED) > 590 from {sync}"))
                    .containsExactly("true|true");
        }
    }
}
