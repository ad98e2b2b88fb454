package dev.roadloop.sensorlog.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roadloop.sensorlog.LedgerRecorder;
import dev.roadloop.sensorlog.Message;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Topic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MessageEncoderTest {

    private static final String TYPE =
            """
            bool flag
            int8 small
            uint16 middle
            float64 wide
            string name
            uint8[3] fixed
            uint8[] blob
            Inner[] inners
            Nothing nothing
            uint32 last
            duration span
            ================================================================================
            MSG: t/Inner
            uint8 a
            int64 b
            ================================================================================
            MSG: t/Nothing
            """;

    private record Codec(MessageDecoder decoder, MessageEncoder encoder) {}

    private static byte[] again(MessageDecoder decoder, byte[] message) throws Exception {
        MessageEncoder encoder = decoder.encoder().orElseThrow();
        encoder.begin();
        decoder.decode(message, 0, message.length, encoder);
        byte[] encoded = new byte[encoder.message().remaining()];
        encoder.message().get(encoded);
        return encoded;
    }

    private static MessageDecoder decoder(String encoding, String schemaEncoding, String schema) {
        return MessageDecoder.compile(
                "/t", encoding, schemaEncoding, "t/T", schema.getBytes(StandardCharsets.UTF_8));
    }

    /// Laid out by hand from the rules of both encodings.
    @Test
    void everyKindOfFieldComesOutAsItWentIn() throws Exception {
        byte[] ros1 =
                HexFormat.of()
                        .parseHex(
                                "01fe0203000000000000f03f0200000068690102030100000009"
                                        + "0100000007ffffffffffffffff2a000000ffffffff0065cdff");
        assertThat(again(decoder("ros1", "ros1msg", TYPE), ros1)).isEqualTo(ros1);
        String ros2 = TYPE.replace("duration span", "builtin_interfaces/Duration span");
        byte[] cdr =
                HexFormat.of()
                        .parseHex(
                                "00010000"
                                        + "01fe0203"
                                        + "00000000"
                                        + "000000000000f03f"
                                        + "03000000686900"
                                        + "010203"
                                        + "0000"
                                        + "0100000009"
                                        + "000000"
                                        + "01000000"
                                        + "07"
                                        + "00000000000000"
                                        + "ffffffffffffffff"
                                        + "00"
                                        + "000000"
                                        + "2a000000"
                                        + "feffffff0065cd1d");
        assertThat(again(decoder("cdr", "ros2msg", ros2), cdr)).isEqualTo(cdr);
    }

    @Test
    void whatIsNotInTheValuesComesOutTheUsualWay() throws Exception {
        byte[] odd = HexFormat.of().parseHex("000100000500000001000000" + "00000000");
        byte[] usual = HexFormat.of().parseHex("000100000100000001000000");
        MessageDecoder decoder = decoder("cdr", "ros2msg", "bool flag\nuint32 n");

        assertThat(again(decoder, odd)).isEqualTo(usual);
    }

    @Test
    void encodingsWhoseBytesAreTheSendersChoiceHaveNoEncoder() {
        assertThat(decoder("json", "jsonschema", "{\"type\":\"object\"}").encoder()).isEmpty();
        assertThat(decoder("cdr", "ros2msg", "wstring text").encoder()).isEmpty();
    }

    /// Every message of real recordings, of whatever type, is in its decoded values: their ledgers
    /// are equal.
    @ParameterizedTest
    @CsvSource({
        "recordings_nc/kitti_0001/kitti_2011_09_26_drive_0001.mcap, 540",
        "recordings_nc/kitti_0001/kitti_2011_09_26_drive_0001.bag, 670",
        "recordings/comma2k19_example1/comma2k19_example1.mcap, 159626",
        "recordings/comma2k19_example1/comma2k19_example1_nocan.bag, 23536",
        "recordings/gopro_walk/gopro_max_walk.bag, 2517",
        "recordings/gps_only/rviz_satellite_sample.bag, 151",
        "fixtures/rosbag1/example.bag, 8647",
    })
    @Tag("slow")
    void realMessagesComeOutByteForByte(String path, long messages) throws Exception {
        Path data = Path.of(System.getProperty("roadloop.testdata", "../shared/data"));
        Path root = Path.of(System.getProperty("roadloop.root", "."));
        Path file = root.resolve(data).resolve(path).normalize();
        assumeTrue(
                Files.exists(file),
                "no real recordings at " + file + "; give their folder by -Droadloop.testdata=DIR");
        LedgerRecorder read = new LedgerRecorder();
        LedgerRecorder encoded = new LedgerRecorder();
        Map<Topic, Codec> codecs = new IdentityHashMap<>();
        try (Recording recording = Recordings.open(file);
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            while (cursor.next()) {
                Message message = cursor.message();
                Codec codec = codecs.computeIfAbsent(message.topic(), MessageEncoderTest::codec);
                read.add(message);
                ByteBuffer view = message.data();
                byte[] bytes = new byte[view.remaining()];
                view.get(view.position(), bytes);
                codec.encoder().begin();
                codec.decoder().decode(bytes, 0, bytes.length, codec.encoder());
                encoded.add(message.topic(), message.logTime(), codec.encoder().message());
            }
        }

        assertThat(encoded.toLedger()).isEqualTo(read.toLedger());
        assertThat(read.toLedger().messages()).isEqualTo(messages);
    }

    private static Codec codec(Topic topic) {
        byte[] schema = new byte[topic.schema().data().remaining()];
        topic.schema().data().get(schema);
        MessageDecoder decoder =
                MessageDecoder.compile(
                        topic.name(),
                        topic.messageEncoding(),
                        topic.schema().encoding(),
                        topic.schema().name(),
                        schema);
        return new Codec(decoder, decoder.encoder().orElseThrow());
    }
}
