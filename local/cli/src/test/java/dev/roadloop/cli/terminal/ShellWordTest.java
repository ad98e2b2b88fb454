package dev.roadloop.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShellWordTest {

    @Test
    void aPathIsQuotedOnlyWhereAShellWouldTakeItApart() {
        assertThat(ShellWord.of(Path.of("/a/model-1.onnx"))).isEqualTo("/a/model-1.onnx");
        assertThat(ShellWord.of(Path.of("/mes données"))).isEqualTo("'/mes données'");
        assertThat(ShellWord.of(Path.of("it's"))).isEqualTo("'it'\\''s'");
    }
}
