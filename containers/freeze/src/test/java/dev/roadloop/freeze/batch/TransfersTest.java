package dev.roadloop.freeze.batch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.domain.ExhaustedException;
import dev.roadloop.domain.TransientException;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransfersTest {

    @Test
    void aTransferThatFindsTheDiskFullIsNotTriedAgain() {
        assertThatThrownBy(() -> transfer("No space left on device"))
                .isInstanceOf(ExhaustedException.class)
                .hasMessageContaining("No space left on device; make room");
        assertThatThrownBy(() -> transfer("connection reset"))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("connection reset");
    }

    private static void transfer(String failure) {
        Transfers.all(
                List.of(() -> {
                    throw new IOException(failure);
                }));
    }
}
