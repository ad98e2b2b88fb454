package dev.roadloop.convert.can;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roadloop.convert.can.CanSignal.Bits;
import dev.roadloop.convert.can.CanSignal.Encoding;
import dev.roadloop.domain.CallerException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanDatabaseTest {

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = CanDatabaseTest.class.getResourceAsStream(name)) {
            return java.util.Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    private static CanDatabase everything() throws IOException {
        return CanDatabase.parse(resource("everything.dbc"), "everything.dbc");
    }

    private static Map<String, Double> decode(CanMessage message, byte[] data) {
        Map<String, Double> values = new TreeMap<>();
        List<@Nullable Long> raw = message.decode(data, 0, data.length);
        for (int i = 0; i < raw.size(); i++) {
            Long value = raw.get(i);
            if (value != null) {
                CanSignal signal = message.signals().get(i);
                values.put(signal.name(), signal.physical(value));
                if (signal.isWhole()) {
                    assertThat((double) signal.whole(value)).isEqualTo(signal.physical(value));
                }
            }
        }
        return values;
    }

    /// `make_golden.py` beside the file says how the values were made.
    @Test
    void signalsAreThoseThatCantoolsDecodes() throws Exception {
        CanDatabase database = everything();
        List<String> golden =
                new String(resource("golden.txt"), StandardCharsets.UTF_8).lines().toList();

        assertThat(golden).hasSize(200);
        for (String line : golden) {
            String[] parts = line.split(" ");
            Map<String, Double> expected = new TreeMap<>();
            for (int i = 2; i < parts.length; i++) {
                String[] value = parts[i].split("=");
                expected.put(value[0], Double.valueOf(value[1]));
            }
            CanMessage message = database.find(Long.parseLong(parts[0])).orElseThrow();
            Map<String, Double> found = decode(message, HexFormat.of().parseHex(parts[1]));
            assertThat(found.keySet()).as(line).isEqualTo(expected.keySet());
            expected.forEach((name, value) ->
                    assertThat(found.get(name))
                            .as("%s in %s", name, line)
                            .isEqualTo(value, within(1e-9 * Math.max(1, Math.abs(value)))));
        }
    }

    @Test
    void statementsThatSayNothingAboutFramesArePassedOver() throws Exception {
        CanDatabase database = everything();

        assertThat(database.messages())
                .extracting(CanMessage::name)
                .containsExactlyInAnyOrder("Intel", "Motorola", "Wide", "Muxed", "Extended");
        CanSignal gear = database.find(256).orElseThrow().signals().get(3);
        assertThat(gear.labels()).containsEntry(0L, "Reverse").hasSize(3);
        assertThat(gear.isWhole()).isTrue();
        assertThat(database.find(999)).isEmpty();
    }

    @Property(seed = "17")
    void whatIsWrittenIntoBitsIsReadFromThem(
            @ForAll @IntRange(max = 63) int start,
            @ForAll @IntRange(min = 1, max = 64) int length,
            @ForAll boolean intel,
            @ForAll boolean signed,
            @ForAll long seed) {
        Bits bits = new Bits(start, length, intel);
        byte[] data = new byte[16];
        Random random = new Random(seed);
        random.nextBytes(data);
        byte[] before = data.clone();
        long raw = random.nextLong();
        write(bits, data, raw);
        long mask = length == 64 ? -1 : (1L << length) - 1;
        CanSignal signal =
                new CanSignal(
                        "S",
                        bits,
                        signed ? Encoding.SIGNED : Encoding.UNSIGNED,
                        1,
                        0,
                        "",
                        Map.of(),
                        null);
        long expected = signed ? raw << 64 - length >> 64 - length : raw & mask;

        assertThat(signal.raw(data, 0)).isEqualTo(expected);
        write(bits, data, bits.read(before, 0));
        assertThat(data).as("no other bit was touched").isEqualTo(before);
        byte[] moved = new byte[20];
        System.arraycopy(before, 0, moved, 4, 16);
        assertThat(bits.read(moved, 4)).isEqualTo(bits.read(before, 0));
    }

    /// Walks as the DBC documentation draws it: Intel up, Motorola down within a byte and on to the
    /// next byte's bit 7.
    private static void write(Bits bits, byte[] data, long raw) {
        int bit = bits.start();
        for (int i = 0; i < bits.length(); i++) {
            int shift = bits.intel() ? i : bits.length() - 1 - i;
            int mask = 1 << bit % 8;
            if ((raw >>> shift & 1) == 1) {
                data[bit / 8] |= (byte) mask;
            } else {
                data[bit / 8] &= (byte) ~mask;
            }
            bit = bits.intel() ? bit + 1 : bit % 8 == 0 ? bit + 15 : bit - 1;
        }
    }

    /// Frames as the generator of drives documents them.
    @Test
    void theDatabaseOfGeneratedDrivesFitsTheirFrames() throws Exception {
        String root = System.getProperty("roadloop.root", ".");
        CanDatabase database =
                CanDatabase.parse(
                        Files.readAllBytes(Path.of(root, "docs/reference/simdrive.dbc")),
                        "simdrive.dbc");

        assertThat(decode(database.find(0x0B4).orElseThrow(), bytes("0bb800000000000a")))
                .containsEntry("SPEED", 30.0)
                .containsEntry("SPEED_COUNTER", 10.0);
        assertThat(decode(database.find(0x025).orElseThrow(), bytes("fff1000000000000")))
                .containsEntry("STEERING_WHEEL_ANGLE", -1.5);
        assertThat(decode(database.find(0x224).orElseThrow(), bytes("01f4010000000000")))
                .containsEntry("BRAKE_PEDAL", 0.5)
                .containsEntry("BRAKE_PRESSED", 1.0);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Test
    void aShortFrameLacksTheSignalsBeyondItsEnd() throws Exception {
        CanMessage message = everything().find(257).orElseThrow();

        assertThat(decode(message, new byte[4])).containsOnlyKeys("Big16", "BigSigned12");
        assertThat(decode(message, new byte[0])).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "BO_ 1 A: 8 X| SG_ S : 0|65@1+ (1,0) [0|0] \"\" X; line 2: expected a length in"
                        + " bits from 1 to 64, found '65'",
                "BO_ 1 A: 1 X| SG_ S : 0|9@1+ (1,0) [0|0] \"\" X; line 2: signal S needs 2 bytes,"
                        + " message A has 1",
                "BO_ 1 A: 8 X| SG_ S m1 : 0|9@1+ (1,0) [0|0] \"\" X; signal S is multiplexed",
                "BO_ 1 A: 8 X|BO_ 1 B: 8 X; message id 1 is there twice",
                "BO_ 1 A: 8 X| SG_ S : 0|8@2+ (1,0) [0|0] \"\" X; expected a byte order from 0 to"
                        + " 1",
                "BO_ 1 A: 8 X| SG_ S : 0|8@1+ (x,0) [0|0] \"\" X; expected a factor",
                "BO_ 1 A: 8 X| SG_ S : 0|8@1+ (1,0) [0|0] \"X; expected a closing quote",
                "''; expected a DBC file, found the end of the file",
            })
    void aDamagedFileIsRefusedWithItsLine(String dbc, String problem) {
        assertThatThrownBy(() ->
                        CanDatabase.parse(
                                dbc.replaceAll("X\\|", "X\n").getBytes(StandardCharsets.UTF_8),
                                "s3://gold/x.dbc"))
                .isInstanceOf(CallerException.class)
                .hasMessageStartingWith("s3://gold/x.dbc, line ")
                .hasMessageContaining(problem);
    }

    @Test
    void signalsThatSelectEachOtherAreRefused() {
        String dbc =
                """
                BO_ 1 A: 8 X
                 SG_ S m0M : 0|8@1+ (1,0) [0|0] "" X
                 SG_ T m0M : 8|8@1+ (1,0) [0|0] "" X
                """;

        assertThatThrownBy(() -> CanDatabase.parse(dbc.getBytes(StandardCharsets.UTF_8), "x.dbc"))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("signal S is selected by itself");
    }

    /// Whatever is changed, a file is read or refused; nothing else happens.
    @Property(tries = 500, seed = "17")
    @Tag("slow")
    void anyFileIsReadOrRefused(@ForAll long seed) throws Exception {
        byte[] dbc = resource("everything.dbc");
        Random random = new Random(seed);
        for (int i = random.nextInt(8); i >= 0; i--) {
            int at = random.nextInt(dbc.length);
            switch (random.nextInt(3)) {
                case 0 -> dbc[at] = (byte) random.nextInt(256);
                case 1 -> dbc[at] = (byte) "0123456789|@:;\" \n-".charAt(random.nextInt(18));
                default -> dbc = java.util.Arrays.copyOf(dbc, Math.max(1, at));
            }
        }
        try {
            for (CanMessage message : CanDatabase.parse(dbc, "x.dbc").messages()) {
                byte[] data = new byte[random.nextInt(70)];
                random.nextBytes(data);
                assertThat(message.decode(data, 0, data.length)).hasSameSizeAs(message.signals());
            }
        } catch (CallerException e) {
            assertThat(e).hasMessageStartingWith("x.dbc");
        }
    }
}
