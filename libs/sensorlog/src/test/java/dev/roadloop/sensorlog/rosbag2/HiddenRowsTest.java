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
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damage that does not stop SQLite but leads it past rows: ids and keys of the
/// [B-tree](https://www.sqlite.org/fileformat2.html#b_tree_pages) with one bit flipped.
class HiddenRowsTest {

    private static final int MESSAGES = 600;
    private static final int PAGE = 4096;
    private static final int INNER = 0x05;
    private static final int TWO = 0x02;
    private static final int EIGHT = 0x08;

    @TempDir Path folder;

    private byte[] sound = new byte[0];

    /// Where the table of messages begins.
    private int root;

    @BeforeEach
    void write() throws IOException, SQLException {
        Path file = folder.resolve("sound.db3");
        try (RecordingWriter writer = Rosbag2.create(file)) {
            Topic topic = writer.addTopic("/a", "cdr", Schema.of("a/msg/A", "", ""), Map.of());
            for (int i = 0; i < MESSAGES; i++) {
                writer.write(topic, i, i, 0, ByteBuffer.wrap(new byte[200]));
            }
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "select rootpage from sqlite_master where name = 'messages'")) {
            assertThat(row.next()).isTrue();
            root = (row.getInt(1) - 1) * PAGE;
        }
        sound = Files.readAllBytes(file);
        assertThat(sound[root]).as("kind of the table's first page").isEqualTo((byte) INNER);
    }

    @Test
    void aRowThatPassesForALaterOneHidesNoneUncounted() throws IOException {
        int leaf = (ByteBuffer.wrap(sound).getInt(cell(root, 12, 9)) - 1) * PAGE;
        int rows = ByteBuffer.wrap(sound).getShort(leaf + 3);
        int hidden = 0;
        for (int row = 0; row < rows; row++) {
            int id = cell(leaf, 8, row);
            while (sound[id++] < 0) {} // the length of the row
            hidden += damaged(id + 1, EIGHT, "id of row " + row) ? 1 : 0;
        }
        assertThat(hidden).as("flips that hid rows").isPositive();
    }

    @Test
    void aPageThatSaysItHasFewerRowsHidesNoneUncounted() throws IOException {
        int pages = ByteBuffer.wrap(sound).getShort(root + 3);
        int hidden = 0;
        for (int page = 0; page < pages; page++) {
            int leaf = (ByteBuffer.wrap(sound).getInt(cell(root, 12, page)) - 1) * PAGE;
            boolean fewer = (sound[leaf + 4] & TWO) != 0;
            hidden += fewer && damaged(leaf + 4, TWO, "rows of page " + page) ? 1 : 0;
        }
        assertThat(hidden).as("flips that hid rows").isPositive();
    }

    @Test
    void aPageThatPassesForALaterOneHidesNoneUncounted() throws IOException {
        int pages = ByteBuffer.wrap(sound).getShort(root + 3);
        for (int page = 0; page < pages; page++) {
            int key = cell(root, 12, page) + 4;
            damaged(key, EIGHT, "first byte of the key of page " + page);
            damaged(key + 1, EIGHT, "second byte of the key of page " + page);
        }
    }

    /// The place of a cell of a page whose header has so many bytes.
    private int cell(int page, int header, int cell) {
        return page + ByteBuffer.wrap(sound).getShort(page + header + 2 * cell);
    }

    /// Flips a bit and reads.
    ///
    /// @return whether there were rows that only the index told of
    private boolean damaged(int offset, int bit, String what) throws IOException {
        byte[] bytes = sound.clone();
        bytes[offset] ^= (byte) bit;
        Path file = Files.write(folder.resolve("damaged.db3"), bytes);
        try (Recording recording = Recordings.open(file);
                MessageCursor cursor = recording.read(ReadOptions.all())) {
            int read = 0;
            while (cursor.next()) {
                read++;
            }
            LossReport losses = cursor.losses();
            assertThat(losses.messages()).as("%s: %s", what, losses).isPresent();
            assertThat(read + losses.messages().getAsLong())
                    .as("%s: read and lost, %s", what, losses)
                    .isEqualTo(MESSAGES);
            return losses.losses().stream().anyMatch(loss -> loss.reason() == Loss.Reason.MISSING);
        }
    }
}
