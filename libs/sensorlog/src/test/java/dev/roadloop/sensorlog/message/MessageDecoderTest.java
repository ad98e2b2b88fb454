package dev.roadloop.sensorlog.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MessageDecoderTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    static List<GoldenMessages> golden() throws IOException {
        return GoldenMessages.all();
    }

    private static MessageDecoder ros1(String schema) {
        return MessageDecoder.compile(
                "/t", "ros1", "ros1msg", "p/T", schema.getBytes(StandardCharsets.UTF_8));
    }

    private static MessageDecoder ros2(String schema) {
        return MessageDecoder.compile(
                "/t", "cdr", "ros2msg", "p/msg/T", schema.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hex(String bytes) {
        return HexFormat.of().parseHex(bytes.replace(" ", ""));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void decodesWhatOtherImplementationsSerialised(GoldenMessages golden) throws Exception {
        MessageValue value = golden.decoder().decode(golden.message());

        JsonNode found =
                MAPPER.readTree(GoldenMessages.json(golden.decoder().root(), value).toString());
        assertThat(found.toPrettyString()).isEqualTo(golden.values().toPrettyString());
    }

    @ParameterizedTest
    @MethodSource("golden")
    void refusesEveryTruncation(GoldenMessages golden) {
        for (int length = 0; length < golden.message().length; length++) {
            byte[] cut = Arrays.copyOf(golden.message(), length);
            boolean decodedPrefix = true;
            try {
                golden.decoder().decode(cut);
            } catch (MessageDecodeException e) {
                decodedPrefix = false;
                assertThat(e)
                        .hasMessageContaining("/test")
                        .hasMessageContaining(golden.decoder().typeName());
            }
            // A prefix of a protobuf message that ends between two fields is a message.
            assertThat(decodedPrefix && !golden.name().equals("protobuf"))
                    .as("cut at %d", length)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("golden")
    @Tag("slow")
    void endsCleanlyWhateverTheBytesAre(GoldenMessages golden) {
        Random random = new Random(11);
        int rounds = Integer.getInteger("roadloop.fuzz", 20_000);
        int refused = 0;
        for (int round = 0; round < rounds; round++) {
            byte[] mutated = golden.message().clone();
            int flips = 1 + random.nextInt(4);
            for (int i = 0; i < flips; i++) {
                mutated[random.nextInt(mutated.length)] =
                        (byte) (random.nextBoolean() ? 0xff : random.nextInt(256));
            }
            try {
                golden.decoder().decode(mutated);
            } catch (MessageDecodeException e) {
                refused++;
                assertThat(e.offset()).isBetween(0, mutated.length);
            }
        }
        assertThat(refused).isPositive();
    }

    @Test
    void namesTopicTypeFieldAndOffset() {
        MessageDecoder decoder = ros1("uint8 a\nfloat64[] values\n");

        assertThatThrownBy(() -> decoder.decode(hex("01 ffffff7f 0000")))
                .isInstanceOf(MessageDecodeException.class)
                .hasMessage(
                        "Message on /t of type p/T, field 'values', byte 5: a length of 2147483647"
                            + " is declared for elements of at least 8 bytes, but 2 bytes remain.");
    }

    @Test
    void readsTheHeaderStampWithoutTheRest() throws Exception {
        MessageDecoder decoder =
                ros1(
                        "Header header\nfloat64 x\n"
                                + "=".repeat(80)
                                + "\n"
                                + "MSG: std_msgs/Header\n"
                                + "uint32 seq\n"
                                + "time stamp\n"
                                + "string frame_id\n");

        byte[] onlyTheStamp = hex("01000000 02000000 03000000");
        assertThat(decoder.hasHeaderStamp()).isTrue();
        assertThat(decoder.headerStamp(onlyTheStamp, 0, onlyTheStamp.length))
                .hasValue(2_000_000_003L);
        assertThat(ros1("float64 x").headerStamp(new byte[8], 0, 8)).isEmpty();
    }

    @Test
    void refusesLeftOverBytesBecauseTheSchemaCannotBeRight() {
        assertThatThrownBy(() -> ros1("uint8 a").decode(hex("01 02")))
                .hasMessageContaining("1 bytes are left over");
    }

    @Test
    void readsStructsWithoutFieldsAsOneByteInCdr() throws Exception {
        assertThat(ros2("").decode(hex("00010000 00")).fields()).isEmpty();
        assertThat(ros1("").decode(new byte[0]).fields()).isEmpty();
    }

    @Test
    void refusesEncapsulationsOfOtherTypesByName() {
        assertThatThrownBy(() -> ros2("uint8 a").decode(hex("00030000 00")))
                .hasMessageContaining("PL_CDR")
                .hasMessageContaining("0x0003");
        assertThatThrownBy(() -> ros2("uint8 a").decode(hex("00090000 00")))
                .hasMessageContaining("delimited CDR");
    }

    @Test
    void alignsTo4BytesInVersion2OfCdr() throws Exception {
        byte[] version2 = hex("00070000 01000000 000000000000f03f");
        byte[] version1 = hex("00010000 01000000 00000000 000000000000f03f");

        assertThat(ros2("uint8 a\nfloat64 x").decode(version2).real("x")).isEqualTo(1.0);
        assertThat(ros2("uint8 a\nfloat64 x").decode(version1).real("x")).isEqualTo(1.0);
    }

    @Test
    void skipsTheByteCountOfListsOfStructsInVersion2OfCdr() throws Exception {
        MessageDecoder decoder =
                ros2("P[] points\nint32[] n\n" + "=".repeat(80) + "\nMSG: p/P\nint16 x\n");

        MessageValue value =
                decoder.decode(hex("00070000 08000000 02000000 0500 0600 01000000 07000000"));

        assertThat(value.fields()).hasToString("{points=[{x=5}, {x=6}], n=[7]}");
    }

    @Test
    void readsWideTextOf32BitUnits() throws Exception {
        assertThat(ros2("wstring s").decode(hex("00010000 02000000 fc000000 00f60100")).text("s"))
                .isEqualTo("ü😀");
        assertThatThrownBy(() -> ros2("wstring s").decode(hex("00010000 01000000 ffffff7f")))
                .hasMessageContaining("no character");
    }

    @Test
    void keepsConstantsWithHashAndQuotes() {
        StructType type =
                RosMessageSchema.parse(
                        RosMessageSchema.Dialect.ROS1,
                        "p/T",
                        "string A=x # y\nint32 B = -5 # five\nint32 b # a field\n");
        assertThat(type.constants())
                .containsExactly(
                        new Constant("A", ScalarType.STRING, "x # y"),
                        new Constant("B", ScalarType.INT32, "-5"));
        assertThat(type.fields()).containsExactly(new Field("b", ScalarType.INT32));

        StructType ros2 =
                RosMessageSchema.parse(
                        RosMessageSchema.Dialect.ROS2,
                        "p/T",
                        "string A='it # is' # comment\n"
                                + "string<=5 b \"d # e\"\n"
                                + "int32[<=3] c [1, 2]\n");
        assertThat(ros2.constants())
                .containsExactly(new Constant("A", ScalarType.STRING, "it # is"));
        assertThat(ros2.fields())
                .containsExactly(
                        new Field("b", ScalarType.STRING),
                        new Field("c", new ListType(ScalarType.INT32, -1, 3)));
    }

    @Test
    void readsDeprecatedNamesAsEachRosDoes() {
        assertThat(ros1("byte a\nchar b").root().children())
                .extracting(MessageNode::type)
                .containsExactly(ScalarType.INT8, ScalarType.UINT8);
        assertThat(ros2("byte a\nchar b").root().children())
                .extracting(MessageNode::type)
                .containsExactly(ScalarType.UINT8, ScalarType.UINT8);
    }

    @Test
    void refusesMoreElementsThanTheBound() {
        assertThatThrownBy(() -> ros2("uint8[<=2] a").decode(hex("00010000 03000000 010203")))
                .hasMessageContaining("3 elements are declared and the schema allows 2");
    }

    @Test
    void saysWhichTypeIsMissing() {
        assertThatThrownBy(() -> ros1("Pose pose"))
                .isInstanceOf(MessageSchemaException.class)
                .hasMessageContaining("line 1 'Pose pose'")
                .hasMessageContaining("uses type p/Pose and does not define it; it defines [p/T]");
    }

    /// A file, and a message of a file, that are numbers.
    @ParameterizedTest
    @ValueSource(strings = {"0801", "0a022001"})
    void refusesProtobufDescriptorsWithNumbersForStructs(String schema) {
        assertThatThrownBy(() ->
                        MessageDecoder.compile("/t", "protobuf", "protobuf", "p.T", hex(schema)))
                .isInstanceOf(MessageSchemaException.class)
                .hasMessageContaining("does not define it");
    }

    @Test
    void refusesTypesInsideThemselves() {
        assertThatThrownBy(() -> ros1("T again")).hasMessageContaining("contains itself");
    }

    @Test
    void refusesSchemasThatDescribeEnormousTrees() {
        StringBuilder schema = new StringBuilder("A0 a\nA0 b\n");
        for (int i = 0; i < 40; i++) {
            schema.append("=".repeat(80)).append("\nMSG: p/A").append(i).append('\n');
            schema.append(i == 39 ? "int8 x\n" : "A%d a\nA%d b\n".formatted(i + 1, i + 1));
        }
        assertThatThrownBy(() -> ros1(schema.toString())).hasMessageContaining("too large");
    }

    @Test
    void refusesFewBytesThatStandForBillionsOfElements() {
        String empty = "\n" + "=".repeat(80) + "\nMSG: p/E\n";
        assertThatThrownBy(() -> ros1("E[] all" + empty).decode(hex("ffffff7f")))
                .hasMessageContaining("take no bytes");
        assertThatThrownBy(() -> ros1("E[2000000] all" + empty))
                .hasMessageContaining("take no bytes");
        assertThatThrownBy(() -> ros1("float64[900000000] all").decode(new byte[8]))
                .hasMessageContaining("are needed");
    }

    @Test
    void refusesPairsOfEncodingsItDoesNotKnow() {
        assertThatThrownBy(() -> MessageDecoder.compile("/t", "cdr", "omgidl", "p/T", new byte[0]))
                .hasMessageContaining("/t")
                .hasMessageContaining("'cdr'")
                .hasMessageContaining("'omgidl'");
    }

    @Test
    void keepsJsonWithoutASchemaAsText() throws Exception {
        MessageDecoder decoder = MessageDecoder.compile("/t", "json", "", "", new byte[0]);

        assertThat(decoder.decode("{\"a\":[1]}".getBytes(StandardCharsets.UTF_8)).text("_unlisted"))
                .isEqualTo("{\"a\":[1]}");
    }

    @Test
    void keepsUnlistedPropertiesOfNestedObjects() throws Exception {
        MessageDecoder decoder =
                MessageDecoder.compile(
                        "/t",
                        "json",
                        "jsonschema",
                        "J",
                        "{\"type\":\"object\",\"properties\":{\"p\":{\"type\":\"object\",\"properties\":{\"x\":{\"type\":\"number\"}}}}}"
                                .getBytes(StandardCharsets.UTF_8));

        MessageValue value =
                decoder.decode("{\"p\":{\"x\":1,\"y\":2}}".getBytes(StandardCharsets.UTF_8));

        assertThat(value.text("_unlisted")).isEqualTo("{\"p.y\":[2]}");
    }

    @Test
    void readsTypedefsMatricesAndEnumsOfIdl() throws Exception {
        String idl =
                "module p { module msg { typedef short matrix[2][3]; enum E { A, B }; const long N"
                    + " = 2; struct T { matrix m; E e; sequence<sequence<octet, N>> s; }; }; };";
        MessageDecoder decoder =
                MessageDecoder.compile(
                        "/t", "cdr", "ros2idl", "p/msg/T", idl.getBytes(StandardCharsets.UTF_8));

        MessageValue value =
                decoder.decode(
                        hex(
                                "00010000 0100 0200 0300 0400 0500 0600 01000000 01000000 02000000"
                                        + " 0708"));

        assertThat(value.find("m")).hasToString("Optional[[[1, 2, 3], [4, 5, 6]]]");
        assertThat(value.integer("e")).isEqualTo(1);
    }
}
