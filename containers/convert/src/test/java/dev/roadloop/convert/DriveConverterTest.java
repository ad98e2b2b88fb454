package dev.roadloop.convert;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.contracts.ConversionReport;
import dev.roadloop.contracts.ConversionReport.ConvertedTopic;
import dev.roadloop.contracts.TopicLedger;
import dev.roadloop.convert.product.DriveProducts;
import dev.roadloop.convert.product.SilverStore;
import dev.roadloop.domain.DriveId;
import dev.roadloop.domain.InternalException;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.sensorlog.WriteOptions;
import dev.roadloop.sensorlog.mcap.Mcap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DriveConverterTest {

    private static final DriveId DRIVE = DriveId.parse("car-20260101T000000Z-0123abcd");
    private static final long MIDNIGHT = 1_767_225_600_000_000_000L;
    private static final String SCHEMA =
            "P pose\nuint8[] data\nfloat32[] ranges\nP[] points\n"
                    + "=".repeat(80)
                    + "\nMSG: t/P\nfloat64 x\n";

    @TempDir private Path directory;

    private interface Content {
        void write(RecordingWriter writer) throws IOException;
    }

    private DriveFile recording(String name, Content content) throws IOException {
        Path file = directory.resolve(name);
        try (RecordingWriter writer =
                Mcap.create(
                        FileChannel.open(file, CREATE, WRITE), WriteOptions.defaults(), "ros1")) {
            content.write(writer);
        }
        return new DriveFile(name, () -> Recordings.open(file));
    }

    private static Topic topic(RecordingWriter writer, String name) throws IOException {
        return writer.addTopic(name, "ros1", Schema.of("t/T", "ros1msg", SCHEMA), Map.of());
    }

    private static ByteBuffer message(double x, int blob, int ranges) {
        ByteBuffer data =
                ByteBuffer.allocate(8 + 4 + blob + 4 + 4 * ranges + 4 + 8)
                        .order(ByteOrder.LITTLE_ENDIAN);
        data.putDouble(x).putInt(blob).position(data.position() + blob).putInt(ranges);
        for (int i = 0; i < ranges; i++) {
            data.putFloat(i + 0.5f);
        }
        return data.putInt(1).putDouble(-x).flip();
    }

    private ConversionReport convert(ConvertOptions options, DriveFile... files)
            throws IOException {
        Path scratch = Files.createDirectories(directory.resolve("scratch"));
        try (SilverStore store = new DirectoryStore(directory.resolve("out"))) {
            ConversionReport report =
                    new DriveConverter(options, store, scratch, DriveProducts.NONE, Map.of())
                            .convert(DRIVE, List.of(files));
            try (java.util.stream.Stream<Path> left = Files.list(scratch)) {
                assertThat(left).isEmpty();
            }
            return report;
        }
    }

    @Test
    void flattensStructsAndKeepsListsAndBlobs() throws Exception {
        DriveFile file =
                recording(
                        "a.mcap",
                        writer -> {
                            Topic topic = topic(writer, "/a");
                            writer.write(topic, MIDNIGHT + 1, MIDNIGHT + 2, 7, message(1.25, 3, 2));
                            writer.write(
                                    topic, MIDNIGHT + 3, MIDNIGHT + 4, 8, message(2.5, 2000, 0));
                        });

        convert(ConvertOptions.DEFAULT, file);

        try (Tables tables = new Tables(directory.resolve("out"))) {
            assertThat(
                            tables.rows(
                                    "a",
                                    "select epoch_ns(log_time), epoch_ns(publish_time), sequence,"
                                        + " pose_x, data_size, data_offset, data is null, ranges,"
                                        + " points[1].x, source_file from {topic} order by"
                                        + " log_time"))
                    .containsExactly(
                            "1767225600000000001|1767225600000000002|7|1.25|3|12|false|[0.5,"
                                    + " 1.5]|-1.25|a.mcap",
                            "1767225600000000003|1767225600000000004|8|2.5|2000|12|true|[]|-2.5|a.mcap");
        }
    }

    @Test
    void splitsADriveAtMidnightUtc() throws Exception {
        DriveFile file =
                recording(
                        "a.mcap",
                        writer -> {
                            Topic topic = topic(writer, "/a");
                            for (long time :
                                    new long[] {
                                        MIDNIGHT - 1, MIDNIGHT, MIDNIGHT - 2, MIDNIGHT + 1
                                    }) {
                                writer.write(topic, time, time, 0, message(1, 0, 0));
                            }
                        });

        ConversionReport report = convert(ConvertOptions.DEFAULT, file);

        assertThat(report.topics().getFirst().tables())
                .containsExactly(
                        "signals/topic=a/date=2025-12-31/drive=" + DRIVE + "/part.parquet",
                        "signals/topic=a/date=2026-01-01/drive=" + DRIVE + "/part.parquet");
        try (Tables tables = new Tables(directory.resolve("out"))) {
            assertThat(
                            tables.rows(
                                    "a",
                                    "select date, count(*) from {topic} group by date order by"
                                            + " date"))
                    .containsExactly("2025-12-31|2", "2026-01-01|2");
        }
    }

    @Test
    void keepsMessagesThatCannotBeDecodedAsBytes() throws Exception {
        DriveFile file =
                recording(
                        "a.mcap",
                        writer -> {
                            Topic good = topic(writer, "/a");
                            writer.write(good, MIDNIGHT, MIDNIGHT, 0, message(1, 0, 0));
                            writer.write(
                                    good,
                                    MIDNIGHT + 1,
                                    MIDNIGHT,
                                    1,
                                    ByteBuffer.wrap(new byte[] {1, 2, 3}));
                            Topic unknown = writer.addTopic("/b", "own", Schema.NONE, Map.of());
                            writer.write(
                                    unknown,
                                    MIDNIGHT,
                                    MIDNIGHT,
                                    0,
                                    ByteBuffer.wrap(new byte[] {4, 5}));
                        });

        ConversionReport report = convert(ConvertOptions.DEFAULT, file);

        assertThat(report.findings())
                .extracting("code")
                .containsExactly("UNDECODED_MESSAGES", "UNDECODED_MESSAGES");
        assertThat(report.topics().getFirst().undecoded())
                .startsWith("1 of 2 messages are kept as bytes: Message on /a");
        try (Tables tables = new Tables(directory.resolve("out"))) {
            assertThat(
                            tables.one(
                                    "a",
                                    "select undecoded_bytes, pose_x from {topic} where"
                                            + " undecoded_reason is not null"))
                    .isEqualTo("\\x01\\x02\\x03|null");
            assertThat(tables.one("b", "select undecoded_bytes from {topic}"))
                    .isEqualTo("\\x04\\x05");
        }
    }

    @Test
    @Tag("slow")
    void writesTheSameBytesHoweverLittleMemoryItHas() throws Exception {
        DriveFile file =
                recording(
                        "a.mcap",
                        writer -> {
                            Topic[] topics = new Topic[50];
                            for (int i = 0; i < topics.length; i++) {
                                topics[i] = topic(writer, "/t" + i);
                            }
                            for (int i = 0; i < 5_000; i++) {
                                writer.write(
                                        topics[i * 31 % 50],
                                        MIDNIGHT + i,
                                        MIDNIGHT,
                                        i,
                                        message(i, i % 100, i % 7));
                            }
                        });

        ConversionReport roomy = convert(ConvertOptions.DEFAULT, file);
        byte[] expected =
                Files.readAllBytes(
                        directory
                                .resolve("out")
                                .resolve(roomy.topics().get(7).tables().getFirst()));
        ConversionReport tight = convert(new ConvertOptions(16L << 20, 2, 4_096, 1_000, 0), file);

        assertThat(tight).isEqualTo(roomy);
        assertThat(roomy.topics().stream().mapToLong(ConvertedTopic::rows).sum()).isEqualTo(5_000);
        assertThat(directory.resolve("out").resolve(tight.topics().get(7).tables().getFirst()))
                .hasBinaryContent(expected);
    }

    @Test
    void keepsMessagesOfAnotherTypeOnTheSameTopic() throws Exception {
        DriveFile first =
                recording(
                        "a.mcap",
                        writer ->
                                writer.write(
                                        topic(writer, "/a"),
                                        MIDNIGHT,
                                        MIDNIGHT,
                                        0,
                                        message(1, 0, 0)));
        DriveFile second =
                recording(
                        "b.mcap",
                        writer ->
                                writer.write(
                                        writer.addTopic(
                                                "/a",
                                                "ros1",
                                                Schema.of("t/Other", "ros1msg", "bool b"),
                                                Map.of()),
                                        MIDNIGHT + 1,
                                        MIDNIGHT,
                                        0,
                                        ByteBuffer.wrap(new byte[] {1})));

        convert(ConvertOptions.DEFAULT, first, second);

        try (Tables tables = new Tables(directory.resolve("out"))) {
            assertThat(
                            tables.rows(
                                    "a",
                                    "select pose_x, source_file, undecoded_bytes from {topic} order"
                                            + " by log_time"))
                    .containsExactly("1.0|a.mcap|null", "null|b.mcap|\\x01");
        }
    }

    @Test
    void refusesAConversionThatDiffersFromItsInspection() throws Exception {
        DriveFile file =
                recording(
                        "a.mcap",
                        writer ->
                                writer.write(
                                        topic(writer, "/a"),
                                        MIDNIGHT,
                                        MIDNIGHT,
                                        0,
                                        message(1, 0, 0)));
        ConversionReport report = convert(ConvertOptions.DEFAULT, file);
        TopicLedger is = report.topics().getFirst().ledger();
        TopicLedger other =
                new TopicLedger("/a", "t/T", 2, is.bytes(), is.first(), is.last(), 0, is.hash());

        ConvertDrive.reconcile(DRIVE, List.of(is), report);
        assertThatThrownBy(() -> ConvertDrive.reconcile(DRIVE, List.of(other), report))
                .isInstanceOf(InternalException.class)
                .hasMessageContaining(DRIVE.toString())
                .hasMessageContaining(
                        "/a: the redaction wrote 2 messages, " + is.bytes() + " bytes");
    }
}
