package dev.roadloop.sensorlog.rosbag2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.LossReport;
import dev.roadloop.sensorlog.MessageCursor;
import dev.roadloop.sensorlog.ReadOptions;
import dev.roadloop.sensorlog.Recording;
import dev.roadloop.sensorlog.RecordingException;
import dev.roadloop.sensorlog.Recordings;
import dev.roadloop.sensorlog.message.MessageDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class Rosbag2Test {

    private static final int MESSAGES = 2_000;

    @TempDir private Path directory;

    private record Read(List<Long> times, LossReport losses) {}

    private Path bag() throws SQLException {
        Path file = directory.resolve("bag_0.db3");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(
                    "create table topics(id integer primary key, name text not null, type text not"
                        + " null, serialization_format text not null, offered_qos_profiles text not"
                        + " null)");
            statement.execute(
                    "create table messages(id integer primary key, topic_id integer not null,"
                            + " timestamp integer not null, data blob not null)");
            statement.execute("create index timestamp_idx on messages (timestamp asc)");
            statement.execute(
                    "insert into topics values (1, '/x', 'std_msgs/msg/Float64', 'cdr', '')");
            statement.execute(
                    "insert into topics values (2, '/own', 'own_msgs/msg/Thing', 'cdr', '')");
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into messages values (?, ?, ?, ?)")) {
                for (int i = 1; i <= MESSAGES; i++) {
                    insert.setInt(1, i);
                    insert.setInt(2, i % 2 + 1);
                    insert.setLong(3, 10_000 - i);
                    insert.setBytes(
                            4, new byte[] {0, 1, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xf0, 0x3f});
                    insert.executeUpdate();
                }
            }
            connection.commit();
        }
        return file;
    }

    private static Read read(Recording recording, ReadOptions options) throws IOException {
        List<Long> times = new ArrayList<>();
        try (MessageCursor cursor = recording.read(options)) {
            while (cursor.next()) {
                times.add(cursor.message().logTime());
            }
            return new Read(times, cursor.losses());
        }
    }

    @Test
    void readsAllMessagesInFileOrderAndByTime() throws Exception {
        try (Recording recording = Recordings.open(bag())) {
            Read inFileOrder = read(recording, ReadOptions.all());
            Read byTime = read(recording, ReadOptions.all().withOrder(ReadOptions.Order.LOG_TIME));

            assertThat(inFileOrder.times()).hasSize(MESSAGES).startsWith(9_999L, 9_998L);
            assertThat(byTime.times()).isSorted().hasSize(MESSAGES);
            assertThat(inFileOrder.losses().isEmpty()).isTrue();
            assertThat(
                            read(
                                            recording,
                                            ReadOptions.all()
                                                    .withTopics(Set.of("/x"))
                                                    .withTime(9_990, 9_996))
                                    .times())
                    .containsExactly(9_994L, 9_992L, 9_990L);
        }
    }

    @Test
    void decodesStandardTypesWithoutADefinitionAndNamesOthers() throws Exception {
        try (Recording recording = Recordings.open(bag())) {
            byte[] schema =
                    recording
                            .summary()
                            .topics()
                            .getFirst()
                            .schema()
                            .text()
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            byte[] message = {0, 1, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xf0, 0x3f};
            assertThat(
                            MessageDecoder.compile(
                                            "/x", "cdr", "ros2msg", "std_msgs/msg/Float64", schema)
                                    .decode(message)
                                    .real("data"))
                    .isEqualTo(1.0);
            assertThat(recording.summary().topics().get(1).schema().name())
                    .isEqualTo("own_msgs/msg/Thing");
            assertThat(recording.summary().topics().get(1).schema().encoding()).isEmpty();
        }
    }

    @Test
    @Tag("slow")
    void readsBytesThatAreNoFile() throws Exception {
        byte[] bytes = Files.readAllBytes(bag());
        try (Recording recording =
                Recordings.open(ByteSource.of("memory", ByteBuffer.wrap(bytes)))) {
            assertThat(read(recording, ReadOptions.all()).times()).hasSize(MESSAGES);
        }
    }

    @Test
    void stepsOverADamagedPageAndSaysWhichRowsAreGone() throws Exception {
        byte[] bytes = Files.readAllBytes(bag());
        int page = 4096;
        int damaged = 0;
        for (int at = 10; at < bytes.length / page && damaged == 0; at++) {
            // 0x0d is a leaf page of a table.
            damaged = bytes[at * page] == 0x0d ? at : 0;
        }
        Arrays.fill(bytes, damaged * page, (damaged + 1) * page, (byte) 0xee);
        Path file = Files.write(directory.resolve("damaged.db3"), bytes);

        try (Recording recording = Recordings.open(file)) {
            Read read = read(recording, ReadOptions.all());

            assertThat(read.times()).hasSizeBetween(MESSAGES - 400, MESSAGES - 1).endsWith(8_000L);
            assertThat(read.losses().losses()).hasSize(1);
            assertThat(read.losses().losses().getFirst().detail())
                    .contains("damaged.db3: rows with ids");
        }
    }

    @Test
    @Tag("slow")
    void endsCleanlyAtEveryTruncation() throws Exception {
        byte[] bytes = Files.readAllBytes(bag());
        int salvaged = 0;
        for (int length = 16; length < bytes.length; length += bytes.length / 40) {
            Path file = Files.write(directory.resolve("cut.db3"), Arrays.copyOf(bytes, length));
            try (Recording recording = Recordings.open(file)) {
                Read read = read(recording, ReadOptions.all());
                assertThat(read.times().size() == MESSAGES || read.losses().touchesMessages())
                        .as("cut at %d", length)
                        .isTrue();
                salvaged += read.times().size() < MESSAGES ? read.times().size() : 0;
            } catch (RecordingException e) {
                assertThat(e).hasMessageContaining("cut.db3");
            }
        }
        assertThat(salvaged).isGreaterThan(10 * MESSAGES);
    }

    @Test
    void refusesADatabaseThatIsNoRecording() throws Exception {
        Path file = directory.resolve("other.db3");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("create table t(a)");
        }
        assertThatThrownBy(() -> Recordings.open(file))
                .isInstanceOf(RecordingException.class)
                .hasMessageContaining(
                        "other.db3: expected a rosbag2 database with a table of topics");
    }
}
