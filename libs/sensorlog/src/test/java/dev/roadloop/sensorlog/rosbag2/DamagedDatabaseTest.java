package dev.roadloop.sensorlog.rosbag2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingWriter;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.Schema;
import dev.roadloop.sensorlog.Topic;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedDatabaseTest {

    private static final int MESSAGES = 1_000;
    private static final int PAGE = 4096;
    private static final int LEAF = 0x0d;

    @TempDir Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("recorded/a.db3");
        Files.createDirectories(folder.resolve("recorded"));
        try (RecordingWriter writer = Rosbag2.create(file)) {
            Topic topic = writer.addTopic("/a", "cdr", Schema.of("a/msg/A", "", ""), Map.of());
            for (int i = 0; i < MESSAGES; i++) {
                writer.write(topic, i, i, 0, ByteBuffer.wrap(new byte[200]));
            }
        }
    }

    private record Read(Set<Long> times, LossReport losses) {}

    private static Read read(Path path) throws IOException {
        return read(path, ReadOptions.all());
    }

    private static Read read(Path path, ReadOptions options) throws IOException {
        Set<Long> times = new HashSet<>();
        try (Recording recording = Recordings.open(path);
                MessageCursor cursor = recording.read(options)) {
            while (cursor.next()) {
                assertThat(times.add(cursor.message().logTime())).isTrue();
            }
            return new Read(times, cursor.losses());
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private static void insert(Statement statement, int from, int to) throws SQLException {
        for (int i = from; i < to; i++) {
            statement.execute(
                    "insert into messages(topic_id, timestamp, data) values (1, %d, zeroblob(200))"
                            .formatted(i));
        }
    }

    /// Copies the database and what is beside it, as a kill at this moment would leave them.
    private Path killed() throws IOException {
        Path left = Files.createDirectories(folder.resolve("left"));
        try (Stream<Path> files = Files.list(folder.resolve("recorded"))) {
            for (Path each : files.toList()) {
                Files.copy(each, left.resolve(each.getFileName().toString()));
            }
        }
        return left.resolve("a.db3");
    }

    private static Set<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return new HashSet<>(files.map(each -> each.getFileName().toString()).toList());
        }
    }

    @Test
    void whatAKilledRecorderHasInItsWriteAheadLogIsRead() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = wal");
            insert(statement, MESSAGES, MESSAGES + 50);
            Path left = killed();
            Files.delete(left.resolveSibling("a.db3-shm"));
            byte[] before = Files.readAllBytes(left);

            Read read = read(left);

            assertThat(read.times()).hasSize(MESSAGES + 50).contains(MESSAGES + 49L);
            assertThat(read.losses().losses())
                    .singleElement()
                    .satisfies(loss -> {
                        assertThat(loss.messages()).isZero();
                        assertThat(loss.detail())
                                .contains("a.db3: expected a recorder")
                                .contains("a.db3-wal");
                    });
            assertThat(names(left.getParent())).containsExactlyInAnyOrder("a.db3", "a.db3-wal");
            assertThat(left).hasBinaryContent(before);
        }
    }

    @Test
    void aDamagedWriteAheadLogIsALossNotASilence() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("pragma journal_mode = wal");
            insert(statement, MESSAGES, MESSAGES + 50);
            Path left = killed();
            Path wal = left.resolveSibling("a.db3-wal");
            try (RandomAccessFile bytes = new RandomAccessFile(wal.toFile(), "rw")) {
                bytes.seek(bytes.length() / 2);
                bytes.write(0x55);
            }

            Read read = read(left);

            assertThat(read.times()).hasSizeBetween(MESSAGES + 1, MESSAGES + 49);
            assertThat(read.losses().losses())
                    .singleElement()
                    .satisfies(loss -> {
                        assertThat(loss.messages()).isNull();
                        assertThat(loss.reason()).isEqualTo(Loss.Reason.CRC_MISMATCH);
                        assertThat(loss.from()).isPositive().isLessThan(loss.to());
                        assertThat(loss.detail()).contains("a.db3-wal is damaged at byte");
                    });
        }
    }

    @Test
    void aTransactionThatWasCutIsRolledBackByItsJournal() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("pragma cache_size = 2");
            connection.setAutoCommit(false);
            statement.execute("update messages set data = zeroblob(190) where id < 900");
            insert(statement, MESSAGES, MESSAGES + 500);
            Path left = killed();
            connection.rollback();
            assertThat(Files.size(left.resolveSibling("a.db3-journal"))).isPositive();

            Read read = read(left);

            assertThat(read.times()).hasSize(MESSAGES);
            assertThat(read.losses().touchesMessages()).isFalse();
            assertThat(read.losses().losses().getFirst().detail()).contains("a.db3-journal");
        }
    }

    @Test
    void rowsWithoutATopicNameOrDataAreReportedOneByOne() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String table : new String[] {"topics", "messages"}) {
                statement.execute("create table copied as select * from " + table);
                statement.execute("drop table " + table);
                statement.execute("alter table copied rename to " + table);
            }
            statement.execute("insert into topics values (2, null, null, null, null, null)");
            statement.execute("insert into topics values (-7, '/minus', '', '', '', '')");
            statement.execute("update messages set topic_id = 2 where id = 3");
            statement.execute("update messages set data = null where id = 4");
            statement.execute("update messages set topic_id = 4294967297 where id = 5");
            statement.execute("update messages set data = 'text' where id = 6");
        }

        Read read = read(file);

        assertThat(read.times()).hasSize(MESSAGES - 3);
        assertThat(read.losses().messages()).hasValue(3);
        assertThat(read.losses().losses())
                .extracting(Loss::detail)
                .anyMatch(text -> text.contains("found id 2 with no name"))
                .anyMatch(text -> text.contains("found id -7 with name /minus"))
                .anyMatch(text -> text.contains("row 3 is of topic 2, which is not declared"))
                .anyMatch(text -> text.contains("row 4 has no data"))
                .anyMatch(text -> text.contains("row 5 is of topic 4294967297"));
    }

    @Test
    void aMessageLargerThanTheLimitIsReportedAndNotRead() throws Exception {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("update messages set data = zeroblob(100000) where id = 7");
        }

        Read read = read(file, ReadOptions.all().withLimits(50_000, 50_000));

        assertThat(read.times()).hasSize(MESSAGES - 1);
        assertThat(read.losses().losses())
                .singleElement()
                .satisfies(loss -> {
                    assertThat(loss.reason()).isEqualTo(Loss.Reason.TOO_LARGE);
                    assertThat(loss.topic()).isEqualTo("/a");
                    assertThat(loss.detail()).contains("row 7 has 100000 bytes");
                });
    }

    /// The index over the times lies on other pages, so the count is exact.
    @Test
    @Tag("slow")
    void whicheverPageOfMessagesIsGoneTheRestIsReadAndTheLossExact() throws Exception {
        byte[] whole = Files.readAllBytes(file);
        int tried = 0;
        for (int page = 1; page < whole.length / PAGE; page++) {
            if (whole[page * PAGE] != LEAF || whole[page * PAGE + 4] < 5) {
                continue;
            }
            byte[] bytes = whole.clone();
            Arrays.fill(bytes, page * PAGE, (page + 1) * PAGE, (byte) 0xee);
            Files.write(file, bytes);

            Read read = read(file);

            LossReport losses = read.losses();
            assertThat(read.times().size() + losses.messages().orElse(0)).isEqualTo(MESSAGES);
            assertThat(losses.losses()).hasSize(1);
            Loss loss = losses.losses().getFirst();
            assertThat(loss.from()).as(loss.detail()).isEqualTo((long) page * PAGE);
            assertThat(loss.to()).isEqualTo((page + 1L) * PAGE);
            assertThat(loss.detail())
                    .contains("a.db3: rows with ids from", "on pages [" + (page + 1) + "]");
            tried++;
        }
        assertThat(tried).isGreaterThan(40);
    }

    @Test
    void aFileThatWasCutGivesWhatLiesBeforeTheCut() throws Exception {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 10 * PAGE; length < whole.length; length += 7 * PAGE + 123) {
            Files.write(file, Arrays.copyOf(whole, length));

            Read read = read(file);

            assertThat(read.times()).as("cut at %d", length).isNotEmpty();
            assertThat(read.losses().losses().getFirst().reason()).isEqualTo(Loss.Reason.TRUNCATED);
            OptionalLong lost = read.losses().messages();
            if (read.times().size() < MESSAGES) {
                assertThat(read.losses().touchesMessages()).isTrue();
            }
            lost.ifPresent(n -> assertThat(n + read.times().size()).isEqualTo(MESSAGES));
        }
    }
}
