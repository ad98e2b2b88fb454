package dev.roadloop.convert.lidar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.Finding;
import dev.roadloop.contracts.MadeProduct;
import dev.roadloop.convert.lidar.Clouds.Cloud;
import dev.roadloop.convert.lidar.Clouds.Field;
import dev.roadloop.convert.product.ProductContext;
import dev.roadloop.convert.product.ProductOutcome;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class PointCloudsTest {

    private static final DriveId DRIVE = DriveId.parse("car-20260101T000000Z-0123abcd");
    private static final String ZARR = "lidar/" + DRIVE + "/lidar.zarr";
    private static final List<Field> FIELDS =
            List.of(
                    new Field("x", 0, 7, 1),
                    new Field("intensity", 4, 4, 1),
                    new Field("t", 6, 8, 1),
                    new Field("rgb", 14, 2, 3));
    private static final int STEP = 17;

    private final MemoryStore store = new MemoryStore();

    private PointClouds clouds(PointClouds.Limits limits) {
        return new PointClouds(
                new ProductContext(DRIVE, Map.of(), store, Path.of("unused")), limits);
    }

    private ProductOutcome convert(PointClouds.Limits limits, List<Cloud> sweeps) throws Exception {
        PointClouds clouds = clouds(limits);
        for (int i = 0; i < sweeps.size(); i++) {
            clouds.take(Clouds.message(1_000_000_000L + i, sweeps.get(i)));
        }
        return clouds.finish();
    }

    private static float x(int sweep, int point) {
        return sweep + point / 1024f;
    }

    /// A cloud whose points lie one after the other.
    private static Cloud packed(int sweep, int height, int width) {
        ByteBuffer data = ByteBuffer.allocate(height * width * STEP).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < height * width; i++) {
            data.putFloat(x(sweep, i)).putShort((short) (i * 7)).putDouble(sweep * 1e-3 + i);
            data.put((byte) i).put((byte) sweep).put((byte) (i >> 8));
        }
        return new Cloud(height, width, FIELDS, false, STEP, width * STEP, data.array());
    }

    /// The same points big-endian, with bytes that mean nothing between fields, points and rows.
    private static Cloud scattered(int sweep, int height, int width) {
        List<Field> fields =
                List.of(
                        new Field("x", 8, 7, 1),
                        new Field("intensity", 2, 4, 1),
                        new Field("t", 16, 8, 1),
                        new Field("rgb", 29, 2, 3));
        int step = 32;
        int row = width * step + 11;
        byte[] data = new byte[height * row];
        new Random(3).nextBytes(data);
        ByteBuffer to = ByteBuffer.wrap(data);
        for (int i = 0; i < height * width; i++) {
            int at = i / width * row + i % width * step;
            to.putFloat(at + 8, x(sweep, i)).putShort(at + 2, (short) (i * 7));
            to.putDouble(at + 16, sweep * 1e-3 + i);
            to.put(at + 29, (byte) i).put(at + 30, (byte) sweep).put(at + 31, (byte) (i >> 8));
        }
        return new Cloud(height, width, fields, true, step, row, data);
    }

    @Test
    void sweepsAreReadBackByTheirFirstPointAndTheirNumber() throws Exception {
        int[] sizes = {300, 0, 70_000, 5, 200_000, 65_536, 1};
        ProductOutcome outcome =
                convert(
                        new PointClouds.Limits(2, 1L << 40),
                        IntStream.range(0, sizes.length)
                                .mapToObj(i -> packed(i, 1, sizes[i]))
                                .toList());

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.made())
                .containsExactly(
                        new MadeProduct(
                                "lidar",
                                "/lidar",
                                ZARR + "/",
                                store.objects.size(),
                                sizes.length,
                                store.objects.values().stream().mapToLong(b -> b.length).sum()));
        ByteBuffer first = store.array(ZARR + "/sweeps/first_point");
        ByteBuffer points = store.array(ZARR + "/sweeps/points");
        ByteBuffer x = store.array(ZARR + "/points/x");
        ByteBuffer rgb = store.array(ZARR + "/points/rgb");
        int chunk =
                store.metadata(ZARR + "/points/x")
                        .at("/chunk_grid/configuration/chunk_shape/0")
                        .intValue();
        assertThat(chunk).isEqualTo(65_536);
        for (int sweep = 0; sweep < sizes.length; sweep++) {
            int from = (int) first.getLong(8 * sweep);
            assertThat(points.getLong(8 * sweep)).isEqualTo(sizes[sweep]);
            boolean inOneChunk = from / chunk == (from + Math.max(1, sizes[sweep]) - 1) / chunk;
            assertThat(inOneChunk || from % chunk == 0).isTrue();
            for (int i = 0; i < sizes[sweep]; i++) {
                if (x.getFloat(4 * (from + i)) != x(sweep, i)
                        || rgb.get(3 * (from + i) + 1) != sweep) {
                    throw new AssertionError("sweep " + sweep + " point " + i + " differs");
                }
            }
        }
        assertThat(store.array(ZARR + "/sweeps/stamp").getLong(8)).isEqualTo(1_000_000_001L);
        assertThat(x.getFloat(4 * 300)).as("what belongs to no sweep").isNaN();
    }

    @Test
    void howTheBytesOfPointsLieInAMessageMakesNoDifference() throws Exception {
        convert(PointClouds.Limits.DEFAULT, List.of(packed(0, 16, 500), packed(1, 1, 333)));
        Map<String, byte[]> expected = Map.copyOf(store.objects);
        store.objects.clear();
        convert(PointClouds.Limits.DEFAULT, List.of(scattered(0, 16, 500), scattered(1, 1, 333)));

        assertThat(store.objects).hasSameSizeAs(expected);
        expected.forEach(
                (key, bytes) -> assertThat(store.objects.get(key)).as(key).isEqualTo(bytes));
    }

    /// zarr-python 3.1.6 read these very bytes equal, see `docs/reference/point-clouds.md`.
    @Test
    void theBytesAreThoseThatZarrPythonRead() throws Exception {
        convert(new PointClouds.Limits(2, 1L << 40), List.of(packed(0, 1, 300), packed(1, 2, 40)));

        keep();
        MessageDigest digest = Sha256.newDigest();
        store.objects.forEach((key, bytes) -> {
            digest.update(key.getBytes(StandardCharsets.UTF_8));
            digest.update(bytes);
        });
        assertThat(Sha256.ofDigest(digest.digest()).hex())
                .isEqualTo("42122ba46a6b614803051aa00f010d7a54f13fae0b339904667647d786ed25a7");
    }

    /// Writes the objects where other readers can be tried on them: -Droadloop.keep=DIR.
    private void keep() throws IOException {
        String directory = System.getProperty("roadloop.keep");
        if (directory != null) {
            for (Map.Entry<String, byte[]> object : store.objects.entrySet()) {
                Path file = Path.of(directory, object.getKey());
                Files.createDirectories(file.getParent());
                Files.write(file, object.getValue());
            }
        }
    }

    @Test
    void littleMemoryChangesOnlyWhereGroupsEnd() throws Exception {
        List<Cloud> sweeps = List.of(packed(0, 1, 300), packed(1, 1, 200), packed(2, 1, 100));
        convert(new PointClouds.Limits(10, 1), sweeps);

        ByteBuffer first = store.array(ZARR + "/sweeps/first_point");
        ByteBuffer t = store.array(ZARR + "/points/t");
        assertThat(first.getLong(16)).isEqualTo(2 * 65_536);
        assertThat(t.getDouble(8 * (2 * 65_536 + 99))).isEqualTo(2e-3 + 99);
        assertThat(t.capacity()).isEqualTo(8 * (2 * 65_536 + 100));
    }

    @Test
    void absurdCloudsAreRefusedWithTheirNumbersAndTheOthersKept() throws Exception {
        Cloud good = packed(0, 1, 4);
        byte[] data = good.data();
        Map<String, Cloud> absurd =
                Map.of(
                        "1 rows of 4294967295 points; at most 2147483647 points",
                        new Cloud(1, -1, FIELDS, false, STEP, STEP, data),
                        "65536 rows of 65536 points; at most 2147483647",
                        new Cloud(65_536, 65_536, FIELDS, false, STEP, 65_536 * STEP, data),
                        "need 1700000 bytes of data; found 68",
                        new Cloud(1, 100_000, FIELDS, false, STEP, 0, data),
                        "4 points of 0 bytes each",
                        new Cloud(1, 4, FIELDS, false, 0, 0, data),
                        "rows of 5 bytes for 2 points of 17 bytes; expected at least 34",
                        new Cloud(2, 2, FIELDS, false, STEP, 5, data),
                        "field rgb of 3 numbers of 1 bytes at offset 14 does not lie in a point of"
                                + " 16 bytes",
                        new Cloud(1, 4, FIELDS, false, 16, 64, data),
                        "field x has datatype 9; expected 1",
                        new Cloud(1, 1, List.of(new Field("x", 0, 9, 1)), false, 8, 8, data),
                        "field x of 2147483647 numbers",
                        new Cloud(1, 1, List.of(new Field("x", 0, 2, -1)), false, 8, 8, data),
                        "field x of 1 numbers of 8 bytes at offset -1",
                        new Cloud(1, 1, List.of(new Field("x", -1, 8, 1)), false, 8, 8, data),
                        "257 fields per point; at most 256",
                        new Cloud(
                                1,
                                1,
                                Collections.nCopies(257, new Field("x", 0, 2, 1)),
                                false,
                                8,
                                8,
                                data));
        for (Map.Entry<String, Cloud> each : absurd.entrySet()) {
            store.objects.clear();
            ProductOutcome outcome =
                    convert(PointClouds.Limits.DEFAULT, List.of(good, each.getValue(), good));
            Finding finding = outcome.findings().getFirst();
            assertThat(finding.code()).isEqualTo("POINT_CLOUDS_REFUSED");
            assertThat(finding.message())
                    .startsWith("1 point clouds are not in the topic's arrays")
                    .contains(each.getKey());
            assertThat(outcome.made().getFirst().items()).isEqualTo(2);
            assertThat(store.metadata(ZARR).at("/attributes/points").intValue()).isEqualTo(8);
        }
    }

    @Test
    void aCloudOfOtherFieldsIsRefusedByName() throws Exception {
        ProductOutcome outcome =
                convert(
                        PointClouds.Limits.DEFAULT,
                        List.of(
                                packed(0, 1, 4),
                                new Cloud(
                                        1,
                                        2,
                                        List.of(new Field("x", 0, 8, 1)),
                                        false,
                                        8,
                                        16,
                                        new byte[16])));

        assertThat(outcome.findings().getFirst().message())
                .contains("its fields are 1 (x 1xfloat64); the topic's first cloud has 4")
                .contains("(x 1xfloat32, intensity 1xuint16, t 1xfloat64, rgb 3xuint8)");
    }

    @Test
    void aTopicWithoutAnyPointIsReadAsEmptyArrays() throws Exception {
        convert(PointClouds.Limits.DEFAULT, List.of(packed(0, 0, 0), packed(1, 0, 7)));

        assertThat(store.array(ZARR + "/points/x").capacity()).isZero();
        assertThat(store.array(ZARR + "/sweeps/width").getLong(8)).isEqualTo(7);
    }

    @Test
    void fieldsWhoseNamesNoKeyCanHaveGetArraysOfTheirOwn() throws Exception {
        List<Field> fields =
                List.of(
                        new Field("../x", 0, 2, 1),
                        new Field("X", 1, 2, 1),
                        new Field("x", 2, 2, 1),
                        new Field("", 3, 2, 1));
        convert(
                PointClouds.Limits.DEFAULT,
                List.of(new Cloud(1, 1, fields, false, 4, 4, new byte[] {1, 2, 3, 4})));

        assertThat(store.objects.keySet())
                .filteredOn(key -> key.startsWith(ZARR + "/points/") && key.endsWith("c/0"))
                .containsExactly(
                        ZARR + "/points/X/c/0",
                        ZARR + "/points/f.._x/c/0",
                        ZARR + "/points/f/c/0",
                        ZARR + "/points/x-2/c/0");
        assertThat(store.metadata(ZARR).at("/attributes/fields/0").textValue()).isEqualTo("../x");
        assertThat(store.metadata(ZARR).at("/attributes/arrays/0").textValue()).isEqualTo("f.._x");
    }

    @Test
    @Tag("slow")
    void eightLidarsAreConvertedInAHeapOf192Megabytes() throws Exception {
        int sweeps = Integer.getInteger("roadloop.sweeps", 20);
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx192m",
                                "-XX:+UseSerialGC",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ManySweeps.class.getName(),
                                Integer.toString(sweeps))
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains(8 * sweeps + " sweeps in 8 topics");
    }
}
