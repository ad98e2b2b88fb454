package dev.roadloop.embedded.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingFolderTest {

    @TempDir private Path root;

    @Test
    void whyAProgramFailedIsToldWhateverItWroteDown() throws IOException {
        assertThat(new TrainingFolder(root).failureReason(1))
                .isEqualTo("AlgorithmError: , exit code: 1");
        assertThat(reason("no luck\n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("AlgorithmError: no luck, exit code: 20");
        assertThat(reason(new byte[] {'n', 'o', (byte) 0xff, (byte) 0xc3}))
                .isEqualTo("AlgorithmError: no\ufffd\ufffd, exit code: 20");
    }

    @Test
    void ofALongLineItsBeginningIsToldWithNoHalfCharacter() throws IOException {
        String reason = reason("\ud83d\ude97".repeat(1 << 20).getBytes(StandardCharsets.UTF_8));

        assertThat(reason.codePointCount(0, reason.length())).isEqualTo(1024);
        assertThat(reason).matches("AlgorithmError: (\ud83d\ude97)+");
    }

    private String reason(byte[] written) throws IOException {
        TrainingFolder folder = new TrainingFolder(root);
        Files.createDirectories(folder.output());
        Files.write(folder.output().resolve("failure"), written);
        return folder.failureReason(20);
    }
}
