package dev.roadloop.redact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roadloop.sensorlog.message.MessageDecoder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageSpliceTest {

    private static final byte[] OLD = bytes(37, 1);

    @Test
    void replacesThePictureOfARos1Message() throws Exception {
        byte[] message = Scenes.message(Scenes.START, OLD);
        byte[] fresh = bytes(100, 9);

        byte[] spliced =
                MessageSplice.replaced(ros1(), "ros1", PictureMessage.read(ros1(), message), fresh);

        assertThat(spliced).isEqualTo(Scenes.message(Scenes.START, fresh));
    }

    /// Foxglove's CompressedImage has fields behind its data, which must stay aligned.
    @ParameterizedTest
    @ValueSource(ints = {1, 36, 37, 38, 44, 45, 101})
    void keepsWhatFollowsThePictureOfACdrMessageAligned(int length) throws Exception {
        MessageDecoder decoder =
                decoder(
                        "cdr",
                        "ros2msg",
                        "a_msgs/msg/CompressedImage",
                        "uint8[] data\nfloat64 gain\nstring format\n");
        byte[] message = cdr(OLD);
        byte[] fresh = bytes(length, 9);

        byte[] spliced =
                MessageSplice.replaced(
                        decoder, "cdr", PictureMessage.read(decoder, message), fresh);

        byte[] found = PictureMessage.read(decoder, spliced).content();
        assertThat(Arrays.copyOf(found, length)).isEqualTo(fresh);
        assertThat(found.length - length).isBetween(0, 7);
        assertThat(decoder.decode(spliced).toString()).contains("gain=0.25", "format=jpeg");
    }

    private static byte[] cdr(byte[] content) {
        ByteBuffer out = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[] {0, 1, 0, 0}).putInt(content.length).put(content);
        while ((out.position() - 4) % 8 != 0) {
            out.put((byte) 0);
        }
        out.putDouble(0.25).putInt(5).put("jpeg\0".getBytes(StandardCharsets.UTF_8));
        return Arrays.copyOf(out.array(), out.position());
    }

    @Test
    void replacesThePictureOfAJsonMessage() throws Exception {
        MessageDecoder decoder =
                decoder(
                        "json",
                        "jsonschema",
                        "foxglove.CompressedImage",
                        """
                        {"type":"object","properties":{
                          "frame_id":{"type":"string"},
                          "data":{"type":"string","contentEncoding":"base64"},
                          "gain":{"type":"number"}}}
                        """);
        byte[] message =
                ("{\"frame_id\": \"a\", \"data\":\""
                                + Base64.getEncoder().encodeToString(OLD)
                                + "\",\"gain\":1.50}")
                        .getBytes(StandardCharsets.UTF_8);
        byte[] fresh = bytes(50, 9);

        byte[] spliced =
                MessageSplice.replaced(
                        decoder, "json", PictureMessage.read(decoder, message), fresh);

        assertThat(new String(spliced, StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"frame_id\": \"a\", \"data\":\""
                                + Base64.getEncoder().encodeToString(fresh)
                                + "\",\"gain\":1.50}");
    }

    /// A FileDescriptorSet with `message Picture { bytes data = 1; string format = 2; }`, written
    /// by hand as protobuf's descriptor.proto says.
    @Test
    void replacesThePictureOfAProtobufMessage() throws Exception {
        byte[] data = field("data", 1, 12);
        byte[] format = field("format", 2, 9);
        byte[] type = joined(text(1, "CompressedImage"), lengthed(2, data), lengthed(2, format));
        byte[] set =
                lengthed(
                        1,
                        joined(
                                text(1, "a.proto"),
                                text(2, "x"),
                                lengthed(4, type),
                                text(12, "proto3")));
        MessageDecoder decoder =
                MessageDecoder.compile("/c", "protobuf", "protobuf", "x.CompressedImage", set);
        byte[] message = joined(lengthed(1, bytes(300, 1)), text(2, "jpeg"));
        byte[] fresh = bytes(100, 9);

        byte[] spliced =
                MessageSplice.replaced(
                        decoder, "protobuf", PictureMessage.read(decoder, message), fresh);

        assertThat(spliced).isEqualTo(joined(lengthed(1, fresh), text(2, "jpeg")));
    }

    @Test
    void refusesAMessageWithoutAPicture() {
        byte[] message = Scenes.message(Scenes.START, new byte[0]);

        assertThatExceptionOfType(UnusablePicture.class)
                .isThrownBy(() -> PictureMessage.read(ros1(), message))
                .withMessageContaining("sensor_msgs/CompressedImage");
        assertThatExceptionOfType(UnusablePicture.class)
                .isThrownBy(() -> PictureMessage.read(ros1(), Arrays.copyOf(message, 20)));
    }

    private static MessageDecoder ros1() {
        byte[] schema = new byte[Scenes.COMPRESSED.data().remaining()];
        Scenes.COMPRESSED.data().get(schema);
        return MessageDecoder.compile(
                "/camera", "ros1", "ros1msg", Scenes.COMPRESSED.name(), schema);
    }

    private static MessageDecoder decoder(
            String encoding, String schemaEncoding, String name, String schema) {
        return MessageDecoder.compile(
                "/camera", encoding, schemaEncoding, name, schema.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(int length, int seed) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (seed * 31 + i * 7);
        }
        return bytes;
    }

    private static byte[] field(String name, int number, int type) {
        return joined(text(1, name), new byte[] {0x18, (byte) number, 0x20, 1, 0x28, (byte) type});
    }

    private static byte[] text(int field, String value) {
        return lengthed(field, value.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] lengthed(int field, byte[] value) {
        byte[] length =
                value.length < 128
                        ? new byte[] {(byte) value.length}
                        : new byte[] {
                            (byte) (value.length & 0x7f | 0x80), (byte) (value.length >> 7)
                        };
        return joined(new byte[] {(byte) (field << 3 | 2)}, length, value);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
