package dev.roadloop.sensorlog.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.sensorlog.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class WindowTest {

    private static final ByteBuffer FILE = ByteBuffer.allocate(1000);

    static {
        for (int i = 0; i < FILE.capacity(); i++) {
            FILE.put(i, (byte) (i % 251));
        }
    }

    private final Window window = new Window(ByteSource.of("file", FILE), 10);

    private int at(long position) {
        return window.buffer().get(window.index(position)) & 0xFF;
    }

    @Test
    void bytesThatWereLentAreUsedUntilTheyAreTakenBack() throws IOException {
        ByteBuffer other = ByteBuffer.allocate(50).order(ByteOrder.LITTLE_ENDIAN);
        other.put(7, (byte) 255);
        window.lend(300, other);
        assertThat(window.load(307, 43)).isTrue();
        assertThat(at(307)).isEqualTo(255);
        window.takeBack();
        assertThat(window.load(307, 43)).isTrue();
        assertThat(at(307)).isEqualTo(307 % 251);
    }

    @Test
    void aRangeThatWasLentOnlyInPartComesFromTheFile() throws IOException {
        window.lend(300, ByteBuffer.allocate(50));
        assertThat(window.load(340, 5)).isTrue();
        assertThat(at(340)).isZero();
        assertThat(window.load(340, 20)).isTrue();
        assertThat(at(340)).isEqualTo(340 % 251);
        assertThat(at(359)).isEqualTo(359 % 251);
        assertThat(window.load(990, 11)).isFalse();
    }

    @Test
    void itsOwnBytesAreKeptWhileOthersAreLookedAt() throws IOException {
        assertThat(window.load(100, 10)).isTrue();
        window.lend(300, ByteBuffer.allocate(50));
        assertThat(window.load(310, 5)).isTrue();
        assertThat(window.load(105, 12)).isTrue();
        assertThat(at(105)).isEqualTo(105);
        assertThat(at(116)).isEqualTo(116);
    }
}
