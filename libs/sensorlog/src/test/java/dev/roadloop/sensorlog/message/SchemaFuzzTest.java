package dev.roadloop.sensorlog.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Damages schemas, which come from the file as messages do. Whatever stands there, compiling and
/// decoding end soon, with a result or a refusal. `-Droadloop.fuzz=N` sets the rounds.
@Tag("slow")
class SchemaFuzzTest {

    private static final int ROUNDS = Integer.getInteger("roadloop.fuzz", 1_000);

    @ParameterizedTest
    @ValueSource(strings = {"ros1msg", "ros2msg", "ros2idl", "protobuf", "jsonschema"})
    void whateverASchemaIsItEndsWithADecoderOrARefusal(String encoding) throws IOException {
        JsonNode golden = golden(encoding);
        String text = golden.get("schema").asText();
        byte[] schema =
                text.startsWith("hex:")
                        ? HexFormat.of().parseHex(text.substring(4))
                        : text.getBytes(StandardCharsets.UTF_8);
        byte[] message = HexFormat.of().parseHex(golden.get("message").asText());
        Random random = new Random(17);
        int refused = 0;
        int decoded = 0;
        for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = damaged(schema, random);
            switch (decode(golden, damaged, message)) {
                case "refused" -> refused++;
                case "decoded" -> decoded++;
                default -> {
                    // The schema is one, but not this message's.
                }
            }
        }
        assertThat(refused).as("schemas refused").isPositive();
        assertThat(decoded).as("messages decoded").isPositive();
    }

    /// Changes, leaves out or repeats a few pieces.
    private static byte[] damaged(byte[] schema, Random random) {
        byte[] damaged = schema.clone();
        for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
            int at = random.nextInt(damaged.length);
            int length = Math.min(1 + random.nextInt(12), damaged.length - at);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] = (byte) random.nextInt(256);
                case 1 -> damaged[at] = schema[random.nextInt(schema.length)];
                case 2 -> damaged = joined(damaged, at, at + length);
                default -> damaged = joined(damaged, at + length, at);
            }
        }
        return damaged;
    }

    /// The bytes before one place, then those from another on.
    private static byte[] joined(byte[] bytes, int end, int from) {
        byte[] both = Arrays.copyOf(bytes, end + bytes.length - from);
        System.arraycopy(bytes, from, both, end, bytes.length - from);
        return both.length == 0 ? bytes : both;
    }

    private static String decode(JsonNode golden, byte[] schema, byte[] message) {
        String shown = new String(schema, StandardCharsets.ISO_8859_1);
        return Assertions.assertTimeout(
                Duration.ofSeconds(20),
                () -> {
                    try {
                        MessageDecoder.compile(
                                        "/test",
                                        golden.get("messageEncoding").asText(),
                                        golden.get("schemaEncoding").asText(),
                                        golden.get("type").asText(),
                                        schema)
                                .decode(message);
                        return "decoded";
                    } catch (MessageSchemaException e) {
                        return "refused";
                    } catch (MessageDecodeException e) {
                        return "another's";
                    } catch (RuntimeException | StackOverflowError e) {
                        throw new AssertionError(shown, e);
                    }
                },
                shown);
    }

    private static JsonNode golden(String encoding) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        try (InputStream in = SchemaFuzzTest.class.getResourceAsStream("/message/golden.jsonl")) {
            for (String line :
                    new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
                JsonNode golden = mapper.readTree(line);
                if (golden.get("schemaEncoding").asText().equals(encoding)) {
                    return golden;
                }
            }
        }
        throw new AssertionError("no golden message of " + encoding);
    }
}
