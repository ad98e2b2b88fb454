package dev.roadloop.sensorlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.sensorlog.mcap.Mcap;
import dev.roadloop.sensorlog.message.MessageDecodeException;
import dev.roadloop.sensorlog.message.MessageDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Recordings of ROS 2 that become bags of ROS 1.
class TranslatedBagTest {

    private static final String STAMPED =
            "std_msgs/Header header\nfloat64 x\n"
                    + "=".repeat(80)
                    + "\nMSG: std_msgs/Header\nbuiltin_interfaces/Time stamp\nstring frame_id\n";

    @TempDir private Path folder;

    private static ByteBuffer hex(String bytes) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(bytes.replace(" ", "")));
    }

    private interface Content {
        void write(RecordingWriter writer) throws IOException;
    }

    private Path mcap(Content content) throws IOException {
        Path file = folder.resolve("drive.mcap");
        try (RecordingWriter writer =
                Mcap.create(
                        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        WriteOptions.defaults(),
                        "")) {
            content.write(writer);
        }
        return file;
    }

    @Test
    void messagesOfRos2AreTranslatedAndThoseOfRos1StayAsTheyAre() throws IOException {
        Path drive =
                mcap(writer -> {
                    Topic ros2 =
                            writer.addTopic(
                                    "/pose",
                                    "cdr",
                                    Schema.of("own/msg/Stamped", "ros2msg", STAMPED),
                                    Map.of(
                                            "offered_qos_profiles",
                                            "- depth: 1\n  durability: 1\n"));
                    Topic ros1 =
                            writer.addTopic(
                                    "/old",
                                    "ros1",
                                    Schema.of("own/Old", "ros1msg", "uint8 a"),
                                    Map.of("md5sum", "0123"));
                    writer.write(
                            ros2,
                            5,
                            5,
                            0,
                            hex(
                                    "00010000 01000000 02000000 02000000 6100 0000"
                                            + " 000000000000f03f"));
                    writer.write(ros1, 6, 6, 0, hex("2a"));
                });
        Path bag = folder.resolve("drive.bag");

        RecordingConversion.Result result =
                RecordingConversion.convert(drive, bag, RecordingFormat.ROS1_BAG);

        assertThat(result.translated()).isEqualTo(1);
        assertThat(result.ledger().messages()).isEqualTo(2);
        try (Recording recording = Recordings.open(bag);
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            Topic pose = recording.summary().topics().getFirst();
            assertThat(pose.messageEncoding()).isEqualTo("ros1");
            assertThat(pose.schema().name()).isEqualTo("own/Stamped");
            assertThat(pose.schema().text()).contains("uint32 seq\ntime stamp\nstring frame_id");
            assertThat(pose.metadata())
                    .containsEntry("latching", "1")
                    .containsEntry("md5sum", "3e510392ed94d0ab4ae2d1e0639120f6");
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.message().logTime()).isEqualTo(5);
            assertThat(cursor.message().data())
                    .isEqualTo(hex("00000000 01000000 02000000 01000000 61 000000000000f03f"));
            assertThat(cursor.next()).isTrue();
            assertThat(cursor.message().data()).isEqualTo(hex("2a"));
            assertThat(cursor.next()).isFalse();
        }
    }

    @Test
    void aTopicWithoutCounterpartIsRefusedByNameAndNothingIsWritten() throws IOException {
        Path drive =
                mcap(writer ->
                        writer.addTopic(
                                "/sign",
                                "cdr",
                                Schema.of("own/msg/Sign", "ros2msg", "wstring label"),
                                Map.of()));
        Path bag = folder.resolve("drive.bag");

        assertThatThrownBy(() -> RecordingConversion.convert(drive, bag, RecordingFormat.ROS1_BAG))
                .isInstanceOf(RecordingConversionException.class)
                .hasMessageContaining("drive.mcap: topic /sign cannot be translated to ROS 1")
                .hasMessageContaining("Field 'label' of own/Sign is a wstring")
                .hasMessageContaining("Convert to MCAP instead");
        assertThat(bag).doesNotExist();
    }

    @Test
    void aMessageThatCannotBeTranslatedIsRefusedByNameAndNothingIsWritten() throws IOException {
        Path drive =
                mcap(writer -> {
                    Topic topic =
                            writer.addTopic(
                                    "/n",
                                    "cdr",
                                    Schema.of("own/msg/N", "ros2msg", "int64 n"),
                                    Map.of());
                    writer.write(topic, 5, 5, 0, hex("00010000 01"));
                });
        Path bag = folder.resolve("drive.bag");

        assertThatThrownBy(() -> RecordingConversion.convert(drive, bag, RecordingFormat.ROS1_BAG))
                .isInstanceOf(RecordingConversionException.class)
                .hasMessageContaining("drive.mcap: Message on /n of type own/msg/N, field 'n'");
        assertThat(bag).doesNotExist();
    }

    /// Every value is read back as it was: the decoders of the two encodings share nothing but the
    /// walk over the schema.
    @ParameterizedTest
    @CsvSource({
        "recordings_nc/kitti_0001/kitti_2011_09_26_drive_0001.mcap, 540",
        "recordings/comma2k19_example1/comma2k19_example1.mcap, 159626",
    })
    @Tag("slow")
    void realRecordingsKeepTheirValues(String path, long messages)
            throws IOException, MessageDecodeException {
        Path drive = TestData.file(path);
        Path bag = folder.resolve("drive.bag");

        RecordingConversion.Result result =
                RecordingConversion.convert(drive, bag, RecordingFormat.ROS1_BAG);

        assertThat(result.translated()).isEqualTo(messages);
        try (Recording before = Recordings.open(drive);
                Recording after = Recordings.open(bag);
                MessageCursor ros2 = before.read(ReadOptions.all());
                MessageCursor ros1 = after.read(ReadOptions.all())) {
            Map<Topic, MessageDecoder> decoders = new IdentityHashMap<>();
            for (long i = 0; ros2.next(); i++) {
                assertThat(ros1.next()).isTrue();
                if (i % 97 == 0) {
                    String found = text(decoders, ros1.message()).replace("seq=0, ", "");
                    assertThat(found).isEqualTo(text(decoders, ros2.message()));
                }
            }
            assertThat(ros1.next()).isFalse();
            assertThat(after.summary().topics())
                    .extracting(topic -> topic.metadata().getOrDefault("md5sum", ""))
                    .allMatch(sum -> sum.matches("[0-9a-f]{32}"));
        }
    }

    private static String text(Map<Topic, MessageDecoder> decoders, Message message)
            throws MessageDecodeException {
        MessageDecoder decoder =
                decoders.computeIfAbsent(message.topic(), TranslatedBagTest::decoder);
        byte[] bytes = new byte[message.data().remaining()];
        message.data().get(message.data().position(), bytes);
        return decoder.decode(bytes).fields().toString();
    }

    private static MessageDecoder decoder(Topic topic) {
        byte[] schema = new byte[topic.schema().data().remaining()];
        topic.schema().data().get(schema);
        return MessageDecoder.compile(
                topic.name(),
                topic.messageEncoding(),
                topic.schema().encoding(),
                topic.schema().name(),
                schema);
    }
}
