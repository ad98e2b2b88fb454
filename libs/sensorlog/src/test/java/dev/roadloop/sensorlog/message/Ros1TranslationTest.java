package dev.roadloop.sensorlog.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Compared with what the Python library rosbags wrote: `make_ros1_golden.py` says how.
class Ros1TranslationTest {

    private static final String SEPARATOR = "=".repeat(80) + "\nMSG: ";

    private record Golden(String type, String schema, byte[] cdr, String md5sum, byte[] ros1) {
        @Override
        public String toString() {
            return type;
        }
    }

    static List<Golden> golden() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        List<Golden> all = new ArrayList<>();
        try (InputStream in =
                Ros1TranslationTest.class.getResourceAsStream("/message/ros1_golden.jsonl")) {
            for (String line :
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                JsonNode node = mapper.readTree(line);
                all.add(
                        new Golden(
                                node.path("type").asText(),
                                node.path("schema").asText(),
                                bytes(node.path("cdr").asText()),
                                node.path("md5sum").asText(),
                                bytes(node.path("ros1").asText())));
            }
        }
        return all;
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static Ros1Translation of(String type, String encoding, String schema) {
        return Ros1Translation.of(
                new Topic(1, "/t", "cdr", Schema.of(type, encoding, schema), Map.of()));
    }

    private static byte[] translate(Ros1Translation translation, byte[] cdr)
            throws MessageDecodeException {
        ByteBuffer message = translation.translate(ByteBuffer.wrap(cdr));
        byte[] bytes = new byte[message.remaining()];
        message.get(bytes);
        return bytes;
    }

    @ParameterizedTest
    @MethodSource("golden")
    void writesWhatAnotherImplementationWrites(Golden golden) throws Exception {
        Ros1Translation translation = of(golden.type(), "ros2msg", golden.schema());

        assertThat(translation.typeName()).isEqualTo(golden.type().replace("/msg/", "/"));
        assertThat(translation.md5sum()).isEqualTo(golden.md5sum());
        assertThat(translate(translation, golden.cdr())).isEqualTo(golden.ros1());
        assertThat(translate(translation, golden.cdr())).isEqualTo(golden.ros1());
    }

    /// Checksums as `rosmsg md5 TYPE` prints them.
    @ParameterizedTest
    @CsvSource({
        "sensor_msgs/msg/Imu, 6a62c6daae103f4ff57a132d6f95cec2",
        "sensor_msgs/msg/NavSatFix, 2d3a8cd499b9b4a0249fb98fd05cfa48",
        "sensor_msgs/msg/CameraInfo, c9a58c1b0b154e0e6da7578cb991d214",
        "sensor_msgs/msg/PointCloud2, 1158d486dd51d683ce2f1be655c3c181",
        "sensor_msgs/msg/CompressedImage, 8f7a12909da2c9d3332d540a0977563f",
        "sensor_msgs/msg/Image, 060021388200f6f0f447d0fcd9c64743",
        "nav_msgs/msg/Odometry, cd5e73d190d741a2f92e81eda573aca7",
        "geometry_msgs/msg/TwistStamped, 98d34b0043a2093cf9d9345ab6eef12e",
        "std_msgs/msg/Header, 2176decaecbce78abc3b96ef049fabed",
    })
    void wellKnownTypesHaveTheirKnownChecksums(String type, String md5sum) throws IOException {
        Golden golden =
                golden().stream().filter(g -> g.type().equals(type)).findFirst().orElseThrow();

        assertThat(of(type, "ros2msg", golden.schema()).md5sum()).isEqualTo(md5sum);
    }

    @Test
    void constantsThatCameLaterDoNotChangeTheChecksum() throws IOException {
        Golden fix =
                golden().stream()
                        .filter(g -> g.type().equals("sensor_msgs/msg/NavSatFix"))
                        .findFirst()
                        .orElseThrow();
        String jazzy =
                fix.schema()
                        .replace(
                                "int8 STATUS_NO_FIX=-1",
                                "int8 STATUS_UNKNOWN = -2  # not yet\n"
                                        + "int8 STATUS_NO_FIX = -1  # none")
                        .replace(
                                "uint16 SERVICE_GPS=1",
                                "uint16 SERVICE_UNKNOWN = 0\nuint16 SERVICE_GPS = 1");

        assertThat(jazzy).isNotEqualTo(fix.schema());
        assertThat(of(fix.type(), "ros2msg", jazzy).md5sum()).isEqualTo(fix.md5sum());
    }

    @Test
    void boundsAndDefaultsFallAwayAndConstantsStay() throws Exception {
        Ros1Translation translation =
                of(
                        "own/msg/T",
                        "ros2msg",
                        "bool ON=true\n"
                                + "string NAME=\"it # is\" # comment\n"
                                + "int32 N = 0x10 # sixteen\n"
                                + "string<=5 name \"d\"\n"
                                + "int8[<=3] few [1, 2]\n"
                                + "uint16[2] two\n"
                                + "byte[] bytes\n"
                                + "Inner inner\n"
                                + "builtin_interfaces/Duration span\n"
                                + SEPARATOR
                                + "own/Inner\nchar c\n");

        assertThat(translation.definition())
                .isEqualTo(
                        "bool ON=1\nstring NAME=it # is\nint32 N=0x10\nstring name\nint8[] few\n"
                                + "uint16[2] two\nbyte[] bytes\nown/Inner inner\nduration span\n"
                                + SEPARATOR
                                + "own/Inner\nchar c\n");
        byte[] cdr =
                bytes(
                        "00010000 02000000 6100 0000 01000000 ff 00 0500 0600 0000 02000000 0708"
                                + " 09 00 feffffff 0065cd1d");
        assertThat(translate(translation, cdr))
                .isEqualTo(
                        bytes(
                                "01000000 61 01000000 ff 0500 0600 02000000 0708 09 feffffff"
                                        + " 0065cd1d"));
    }

    @Test
    void definitionsInIdlGiveTheSameType() throws Exception {
        String idl =
                """
                module own { module msg {
                  module T_Constants { const long B = 2; const long A = 1; };
                  struct T { std_msgs::msg::Header header; double x[2]; sequence<float> y; };
                }; };
                """
                        + "=".repeat(80)
                        + """

                        IDL: std_msgs/msg/Header
                        module std_msgs { module msg {
                          struct Header { builtin_interfaces::msg::Time stamp; string frame_id; };
                        }; };
                        """;
        String msg =
                "int32 B=2\nint32 A=1\nstd_msgs/Header header\nfloat64[2] x\nfloat32[] y\n"
                        + SEPARATOR
                        + "std_msgs/Header\nbuiltin_interfaces/Time stamp\nstring frame_id\n";

        Ros1Translation fromIdl = of("own/msg/T", "ros2idl", idl);

        assertThat(fromIdl.definition()).isEqualTo(of("own/msg/T", "ros2msg", msg).definition());
        assertThat(fromIdl.md5sum()).isEqualTo(of("own/msg/T", "ros2msg", msg).md5sum());
    }

    @Test
    void whatRos1DoesNotHaveIsRefusedByName() {
        assertThatThrownBy(() -> of("own/msg/T", "ros2msg", "uint8 a\nwstring label"))
                .isInstanceOf(MessageSchemaException.class)
                .hasMessage("Field 'label' of own/T is a wstring, which ROS 1 does not have.");
        String nested = "module own { module msg { struct T { double m[2][3]; }; }; };";
        assertThatThrownBy(() -> of("own/msg/T", "ros2idl", nested))
                .isInstanceOf(MessageSchemaException.class)
                .hasMessage("Field 'm' of own/T is a list of lists, which ROS 1 does not have.");
    }

    @Test
    void aTimeThatRos1CannotWriteIsRefusedByNameAndTheNextIsWritten() throws Exception {
        Ros1Translation translation =
                of("own/msg/T", "ros2msg", "builtin_interfaces/Time at\nuint8 n");

        assertThatThrownBy(() -> translate(translation, bytes("00010000 ffffffff 00000000 01")))
                .isInstanceOf(MessageDecodeException.class)
                .hasMessageContaining("/t")
                .hasMessageContaining("field 'at'")
                .hasMessageContaining("-1000000000 ns");
        assertThat(translate(translation, bytes("00010000 01000000 02000000 03")))
                .isEqualTo(bytes("01000000 02000000 03"));
    }
}
