package dev.roadloop.sensorlog.mcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RunningCrcTest {

    @Property(tries = 200, seed = "41")
    void partsSummedUpOrTakenOverGiveTheSumOfAll(
            @ForAll @Size(max = 8) List<byte[]> parts, @ForAll long taken) {
        RunningCrc crc = new RunningCrc();
        CRC32 whole = new CRC32();

        for (int i = 0; i < parts.size(); i++) {
            byte[] part = parts.get(i);
            whole.update(part);
            if ((taken >>> i & 1) == 0) {
                crc.add(ByteBuffer.wrap(part));
            } else {
                CRC32 own = new CRC32();
                own.update(part);
                crc.add(own.getValue(), part.length);
            }
        }

        assertThat(crc.value()).isEqualTo(whole.getValue());
    }

    @Test
    void aPartMayBeLargerThanAnArray() {
        CRC32 whole = new CRC32();
        CRC32 large = new CRC32();
        ByteBuffer head = ByteBuffer.wrap(new byte[] {1, 2, 3});
        ByteBuffer zeros = ByteBuffer.allocateDirect(1 << 20);
        whole.update(head.duplicate());
        for (int i = 0; i < 2049; i++) {
            whole.update(zeros.duplicate());
            large.update(zeros.duplicate());
        }
        RunningCrc crc = new RunningCrc();

        crc.add(head);
        crc.add(large.getValue(), 2049L << 20);

        assertThat(crc.value()).isEqualTo(whole.getValue());
    }

    @Test
    void beginsAnew() {
        RunningCrc crc = new RunningCrc();
        crc.add(1, 1);
        crc.add(ByteBuffer.wrap(new byte[] {5}));

        crc.reset();

        assertThat(crc.value()).isZero();
    }
}
