package dev.roadloop.sensorlog.ros1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.sensorlog.chunk.RecordLayout;
import dev.roadloop.sensorlog.chunk.RecordTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BagLayoutTest {

    private static final String OP = "\4\0\0\0op=\2";
    private static final String CONN = "\11\0\0\0conn=\7\0\0\0";
    private static final String TIME = "\15\0\0\0time=\3\0\0\0\5\0\0\0";

    /// A record of these fields, with five bytes of data.
    private static ByteBuffer record(String... fields) {
        byte[] head = String.join("", fields).getBytes(StandardCharsets.ISO_8859_1);
        return ByteBuffer.allocate(4 + head.length + 4 + 5)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(head.length)
                .put(head)
                .putInt(5)
                .put("12345".getBytes(StandardCharsets.ISO_8859_1))
                .flip();
    }

    /// What the record is, as its fields by themselves say.
    private static boolean isMessage(ByteBuffer record) {
        RecordHead head = new RecordHead();
        return head.read(record, 4, record.limit() - 9)
                && head.op == BagOp.MESSAGE
                && head.connection == 7
                && head.time == 3_000_000_005L;
    }

    private static boolean readsMessage(ByteBuffer record) {
        RecordTable table = new RecordTable();
        int next = new BagLayout().read(record, 0, record.limit(), table);
        if (next == RecordLayout.NONE) {
            return false;
        }
        assertThat(next).isEqualTo(record.limit());
        return table.toString()
                .equals(
                        "[message of 7 at 0: 3000000005 3000000005 0, "
                                + (next - 5)
                                + ".."
                                + next
                                + "]");
    }

    @Test
    void aMessageIsReadWhateverTheOrderOfItsFields() {
        for (List<String> fields :
                List.of(
                        List.of(CONN, OP, TIME),
                        List.of(OP, CONN, TIME),
                        List.of(OP, TIME, CONN),
                        List.of(CONN, TIME, OP),
                        List.of(TIME, CONN, OP),
                        List.of(TIME, OP, CONN),
                        List.of(CONN, "\5\0\0\0x=abc", OP, TIME))) {
            ByteBuffer record = record(fields.toArray(String[]::new));
            assertThat(isMessage(record)).isTrue();
            assertThat(readsMessage(record)).as("%s", fields).isTrue();
        }
    }

    @Test
    void aHeadOfAMessagesLengthIsNotTakenForOne() {
        String wrongName = "\15\0\0\0tame=\3\0\0\0\5\0\0\0";
        String wrongOp = "\4\0\0\0op=\7";
        for (List<String> fields :
                List.of(
                        List.of(TIME, TIME, OP),
                        List.of(CONN, OP, wrongOp + "\4\0\0\0ab=1"),
                        List.of(wrongOp, CONN, TIME),
                        List.of(CONN, OP, "\100\0\0\0time=\3\0\0\0\5\0\0\0"),
                        List.of(CONN, OP, "\377\377\377\377time=\3\0\0\0\5\0\0\0"))) {
            ByteBuffer record = record(fields.toArray(String[]::new));
            assertThat(readsMessage(record)).as("%s", fields).isFalse();
        }
        ByteBuffer misspelt = record(CONN, OP, wrongName);
        assertThat(readsMessage(misspelt)).isEqualTo(isMessage(misspelt));
    }

    @Test
    void everyWayToCutARecordIsNoRecord() {
        ByteBuffer record = record(CONN, OP, TIME);
        for (int limit = 0; limit < record.limit(); limit++) {
            int cut = limit;
            assertThat(new BagLayout().read(record, 0, cut, new RecordTable()))
                    .isEqualTo(RecordLayout.NONE);
        }
    }
}
