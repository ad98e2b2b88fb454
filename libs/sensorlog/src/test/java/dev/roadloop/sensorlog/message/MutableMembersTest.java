package dev.roadloop.sensorlog.message;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Types whose members carry ids, in XCDR2; [ParameterListTest] has those of version 1.
class MutableMembersTest {

    static final String IDL =
            """
            module own { module msg {
              @mutable struct Inner { @id(5) short a; string b; };
              struct Plain { double x; octet n; };
              @extensibility(MUTABLE) struct T {
                boolean flag; short small; @id(40) long word; double real; string text;
                sequence<octet> bytes; sequence<double> doubles; short shorts[3];
                Inner inner; Plain plain; sequence<Inner> many;
                @optional @must_understand long maybe;
              };
              @mutable struct Two { @id(7) octet a; @id(9) long b; };
              @appendable struct Point { octet n; double x; };
              @extensibility(APPENDABLE) struct A {
                short small; sequence<Point> points; Inner inner; double last;
              };
            }; };
            """;

    private static final String ALL = golden("all version 2 Little");
    private static final String ABSENT = golden("absent version 2 Little");

    static final String VALUES =
            "flag=true, small=-2, word=3, real=0.5, text=grün, bytes=VALUE, doubles=[1.5, -2.5],"
                    + " shorts=[7, 8, 9], inner={a=4, b=in}, plain={x=0.25, n=6}, many=[{a=1, b=},"
                    + " {a=2, b=xy}]";

    /// A message that Eclipse Cyclone DDS serialised: `make_mutable_golden.py` says how.
    static String golden(String name) {
        try (InputStream file =
                MutableMembersTest.class.getResourceAsStream("/message/mutable_golden.txt")) {
            return new String(requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(name + " "))
                    .map(line -> line.substring(name.length() + 1))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MessageDecoder decoder(String type) {
        return MessageDecoder.compile(
                "/t", "cdr", "ros2idl", type, IDL.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] hex(String bytes) {
        return HexFormat.of().parseHex(bytes.replace(" ", ""));
    }

    private static String two(String bytes) throws MessageDecodeException {
        return decoder("own/msg/Two").decode(hex("000b0000" + bytes)).fields().toString();
    }

    static String fields(MessageValue value) {
        return value.fields().toString().replaceFirst("bytes=[^,]*(\\[[^]]*])?,", "bytes=VALUE,");
    }

    @Test
    void readsWhatAnotherImplementationWrote() throws Exception {
        MessageDecoder decoder = decoder("own/msg/T");

        assertThat(fields(decoder.decode(hex(ALL)))).isEqualTo("{" + VALUES + ", maybe=11}");
        assertThat(fields(decoder.decode(hex(ABSENT)))).isEqualTo("{" + VALUES + "}");
        assertThat(decoder.encoder()).isEmpty();
    }

    @Test
    void bigEndianMessagesOfAnotherImplementationAreReadToo() throws Exception {
        MessageValue value = decoder("own/msg/T").decode(hex(golden("all version 2 Big")));

        assertThat(fields(value)).isEqualTo("{" + VALUES + ", maybe=11}");
    }

    @Test
    void membersMayComeInAnyOrderAndUnknownOnesArePassedOver() throws Exception {
        String a = "07000000 05000000 ";
        String b = "09000020 06000000 ";

        assertThat(two("10000000" + a + b)).isEqualTo("{a=5, b=6}");
        assertThat(two("0d000000" + b + "07000000 05")).isEqualTo("{a=5, b=6}");
        assertThat(two("1c000000" + a + "63000040 03000000 010203 00" + b.strip()))
                .as("a member with id 0x63, of three bytes")
                .isEqualTo("{a=5, b=6}");
        assertThat(two("05000000 07000000 05")).isEqualTo("{a=5}");
        assertThat(two("00000000")).isEqualTo("{}");
    }

    @Test
    void bigEndianMembersAreReadToo() throws Exception {
        MessageValue value =
                decoder("own/msg/Two")
                        .decode(hex("000a0000 00000010 00000007 05000000 20000009 00000006"));

        assertThat(value.fields()).hasToString("{a=5, b=6}");
    }

    @Test
    void anUnknownMemberThatMustBeUnderstoodIsRefused() {
        assertThatThrownBy(() -> two("08000000 630000a0 01000000"))
                .isInstanceOf(MessageDecodeException.class)
                .hasMessageContaining("a member with id 99 must be understood");
    }

    @Test
    void sizesThatDoNotFitAreRefusedBeforeAnythingIsRead() {
        assertThatThrownBy(() -> two("ffffffff 07000000 05000000"))
                .hasMessageContaining("a struct of 4294967295 bytes is declared and 8 remain");
        assertThatThrownBy(() -> two("08000000 07000040 ffffffff"))
                .hasMessageContaining("the member with id 7 of 4294967295 bytes is declared");
        assertThatThrownBy(() -> two("08000000 07000070 ffffffff"))
                .hasMessageContaining("the member with id 7 of 34359738364 bytes is declared");
        assertThatThrownBy(() -> two("10000000 07000000 05000000 07000000 05000000"))
                .hasMessageContaining("the member with id 7 comes twice");
        assertThatThrownBy(() -> two("0c000000 09000030 06000000 00000000"))
                .hasMessageContaining("4 bytes are left over in the member with id 9");
        assertThatThrownBy(() -> two("06000000 09000010 0600"))
                .hasMessageContaining("4 bytes are needed and 2 remain");
    }

    @Test
    void theEncapsulationMustBeThatOfTheType() {
        assertThatThrownBy(() -> decoder("own/msg/Two").decode(hex("00070000 00000000")))
                .hasMessageContaining("0x0007 is one of other than mutable types")
                .hasMessageContaining("the schema's is mutable");
        assertThatThrownBy(() -> decoder("own/msg/Plain").decode(hex("000b0000 00000000")))
                .hasMessageContaining("0x000b is one of mutable (PL_CDR) types");
    }

    @Test
    void hashedAndRepeatedIdsAreRefusedByTheSchema() {
        String twice =
                "module own { module msg { @mutable struct T { @id(3) long a; @id(3) long b; }; };"
                        + " };";
        assertThatThrownBy(() -> compile(twice)).hasMessageContaining("needs an id for each");
        String hashed = "module own { module msg { @mutable struct T { @hashid long a; }; }; };";
        assertThatThrownBy(() -> compile(hashed)).hasMessageContaining("hashed member ids");
        String large =
                "module own { module msg { @mutable struct T { @id(0x10000000) long a; }; }; };";
        assertThatThrownBy(() -> compile(large)).hasMessageContaining("out of range");
    }

    private static MessageDecoder compile(String idl) {
        return MessageDecoder.compile(
                "/t", "cdr", "ros2idl", "own/msg/T", idl.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aMissingMemberCannotBecomeAFieldOfRos1() throws Exception {
        Ros1Translation translation =
                Ros1Translation.of(
                        new Topic(
                                1,
                                "/t",
                                "cdr",
                                Schema.of("own/msg/Two", "ros2idl", IDL),
                                Map.of()));

        ByteBuffer message =
                translation.translate(
                        ByteBuffer.wrap(
                                hex("000b0000 10000000 09000020 06000000 07000000 05000000")));
        byte[] ros1 = new byte[message.remaining()];
        message.get(ros1);
        assertThat(ros1).isEqualTo(hex("05 06000000"));
        assertThatThrownBy(() ->
                        translation.translate(
                                ByteBuffer.wrap(hex("000b0000 05000000 07000000 05"))))
                .hasMessageContaining("field 'b'")
                .hasMessageContaining("it is missing");
    }

    @Test
    @Tag("slow")
    void whateverTheBytesAreDecodingEndsWithAResultOrARefusal() {
        fuzz(hex(ALL));
    }

    /// Decodes damaged copies of a message of `own/msg/T`.
    static void fuzz(byte[] message) {
        MessageDecoder decoder = decoder("own/msg/T");
        Random random = new Random(5);
        int refused = 0;
        for (int round = 0; round < Integer.getInteger("roadloop.fuzz", 20_000); round++) {
            byte[] mutated =
                    Arrays.copyOf(message, message.length - random.nextInt(3) * round % 40);
            for (int i = 0; i <= random.nextInt(3); i++) {
                mutated[4 + random.nextInt(mutated.length - 4)] =
                        (byte) (random.nextBoolean() ? 0xff : random.nextInt(256));
            }
            try {
                decoder.decode(mutated);
            } catch (MessageDecodeException e) {
                refused++;
                assertThat(e.offset()).isBetween(0, mutated.length);
            }
        }
        assertThat(refused).isPositive();
    }
}
