package dev.roadloop.evaluate.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.contracts.DatasetKeys;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.domain.CallerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class EvaluateRefusalTest {
    @TempDir private Path folder;
    private SquaresLab lab;

    @BeforeEach
    void open() {
        lab = new SquaresLab(folder);
    }

    @AfterEach
    void close() {
        lab.close();
    }

    @Test
    void countsWhatLeaked() throws IOException {
        DatasetManifest leaking =
                DatasetManifest.of(
                        lab.golden().name(),
                        true,
                        lab.golden().classes(),
                        lab.golden().samples().subList(0, 4));
        lab.put(SquaresLab.ARTIFACT, lab.model(0, SquaresLab.CLASSES));

        assertThat(LeakedPairs.count(lab.street(), leaking)).isZero();
        assertThat(
                        LeakedPairs.count(
                                DatasetManifest.of(
                                        lab.street().name(),
                                        false,
                                        lab.street().classes(),
                                        lab.golden().samples().subList(2, 3).stream()
                                                .map(EvaluateRefusalTest::learnt)
                                                .toList()),
                                leaking))
                .isOne();
    }

    @Test
    void refusesWhatDoesNotBelongTogether() throws IOException {
        lab.put(SquaresLab.ARTIFACT, lab.model(0, "[\"red\",\"green\",\"yellow\"]"));
        lab.request(null, 0);
        assertThatThrownBy(() -> lab.evaluate("1", 1))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("expected the classes of the set");

        lab.put(SquaresLab.ARTIFACT, lab.model(0, SquaresLab.CLASSES));
        assertThatThrownBy(() -> lab.evaluate("2", 1))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("expected the model that squares 3 is registered as");

        lab.request(null, 0);
        lab.outcome("COMPLETED", "another commit");
        assertThatThrownBy(() -> lab.evaluate("2", 1))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("roadloop.code=\"c0ffee\", found \"another commit\"");

        lab.outcome("DIVERGED", "c0ffee");
        assertThatThrownBy(() -> lab.evaluate("3", 1)).hasMessageContaining("found DIVERGED");

        lab.outcome("COMPLETED", "c0ffee");
        String picture = "gold/" + DatasetKeys.object(lab.golden().samples().getFirst().md5());
        byte[] content = lab.buckets().get(picture).clone();
        content[content.length - 1]++;
        lab.buckets().put(picture, content);
        assertThatThrownBy(() -> lab.evaluate("4", 1))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("images/golden/000.png")
                .hasMessageContaining("the manifest says");
    }

    @Test
    void refusesAFileThatIsNoModel() throws IOException {
        lab.put(SquaresLab.ARTIFACT, "no model".getBytes(StandardCharsets.UTF_8));
        lab.request(null, 0);

        assertThatThrownBy(() -> lab.evaluate("1", 1))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining(SquaresLab.ARTIFACT)
                .hasMessageContaining("expected an ONNX model");
    }

    private static DatasetSample learnt(DatasetSample sample) {
        return new DatasetSample(
                sample.path(),
                sample.sha256(),
                sample.md5(),
                sample.bytes(),
                sample.width(),
                sample.height(),
                DatasetSplit.TRAIN,
                sample.slices(),
                "another drive",
                null,
                null,
                sample.lookHash(),
                sample.boxes(),
                List.of());
    }
}
