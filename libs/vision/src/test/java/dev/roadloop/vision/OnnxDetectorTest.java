package dev.roadloop.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.vision.OnnxModel.Layout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxDetectorTest {

    @TempDir private Path folder;

    @Test
    @Tag("slow")
    void yoloBoxesComeBackInPixelsOfThePicture() throws IOException {
        OnnxModel model = model(TinyModels.brightnessAsYolo(64, 32, 16, 20, 10), Layout.YOLO);
        try (PrivacyDetector detector = detector(model);
                Picture white = filled(128, 128, 255);
                Picture black = filled(128, 128, 0)) {
            assertThat(detector.detect(black)).isEmpty();
            assertThat(detector.detect(white))
                    .containsExactly(
                            new PrivateRegion(
                                    PrivateKind.PLATE, new PixelBox(44, 22, 40, 20), 1.0));
        }
    }

    @Test
    void yunetBoxesCountFromTheirCell() throws IOException {
        // Stride 8 of a 32 x 32 input has 4 x 4 cells; cell 5 lies in column 1, row 1.
        OnnxModel model = model(TinyModels.yunet(32, 5, 0.5f, 0.25f), Layout.YUNET);
        try (PrivacyDetector detector = detector(model);
                Picture picture = filled(32, 32, 90)) {
            List<PrivateRegion> found = detector.detect(picture);
            assertThat(found)
                    .singleElement()
                    .satisfies(region -> {
                        assertThat(region.box()).isEqualTo(new PixelBox(8, 6, 8, 8));
                        assertThat(region.score()).isBetween(0.89, 0.91);
                    });
        }
    }

    @Test
    void centerFaceLooksAtPicturesOfAnySizeWhateverItsFileDeclares() throws IOException {
        OnnxModel model = model(TinyModels.brightnessAsCenterFace(), Layout.CENTERFACE);
        byte[] pixels = new byte[3 * 64 * 96];
        for (int y = 8; y < 12; y++) {
            Arrays.fill(pixels, 3 * (64 * y + 12), 3 * (64 * y + 16), (byte) 204);
        }
        try (PrivacyDetector detector = detector(model);
                Picture large = Picture.ofBgr(64, 96, pixels);
                Picture small = filled(32, 32, 0)) {
            assertThat(detector.detect(small)).isEmpty();
            assertThat(detector.detect(large))
                    .singleElement()
                    .satisfies(region -> {
                        assertThat(region.box()).isEqualTo(new PixelBox(12, 8, 4, 4));
                        assertThat(region.score()).isBetween(0.79, 0.81);
                    });
        }
    }

    @Test
    void aPackagedModelsBoxesCountByTheirBestClass() throws IOException {
        float[] boxes = {4, 8, 20, 16, 40, 40, 60, 50, 1, 1, 9, 9};
        float[] scores = {0.9f, 0.2f, 0.1f, 0.3f, 0.4f, 0.8f};
        OnnxModel model = model(TinyModels.asPackaged(64, boxes, scores), Layout.ROADLOOP);
        try (PrivacyDetector detector = detector(model);
                Picture picture = filled(128, 128, 90)) {
            assertThat(detector.detect(picture))
                    .as("the second box is unsure, the third of a class that nobody named")
                    .singleElement()
                    .satisfies(region ->
                            assertThat(region.box()).isEqualTo(new PixelBox(8, 16, 32, 16)));
        }
    }

    @Test
    void theBuiltInDetectorsLookForWhatTheyAreAskedTo() throws IOException {
        OnnxModel model = model(TinyModels.brightnessAsCenterFace(), Layout.CENTERFACE);
        try (PrivacyDetector detector =
                settings(new PrivateKind[] {PrivateKind.PLATE}, model).create()) {
            assertThat(detector.identity().thresholds()).contains("plates").doesNotContain("faces");
        }
    }

    @Test
    void aModelAndTheBuiltInDetectorsLookTogether() throws IOException {
        OnnxModel model = model(TinyModels.brightnessAsYolo(64, 32, 16, 20, 10), Layout.YOLO);
        PrivacyDetectors both = settings(PrivateKind.values(), model);
        try (PrivacyDetector detector = both.create();
                Picture white = filled(128, 128, 255)) {
            assertThat(detector.identity().name()).isEqualTo("opencv-cascades+onnx:model.onnx");
            assertThat(detector.detect(white)).hasSize(1);
        }
    }

    @Test
    void theDigestTellsSettingsApart() throws IOException {
        Path file = folder.resolve("model.onnx");
        Files.write(file, TinyModels.brightnessAsYolo(64, 32, 16, 20, 10));
        List<PrivateKind> plates = List.of(PrivateKind.PLATE);
        try (PrivacyDetector a = detector(new OnnxModel(file, Layout.YOLO, plates, 0.5));
                PrivacyDetector b = detector(new OnnxModel(file, Layout.YOLO, plates, 0.4))) {
            assertThat(a.identity().digest()).isNotEqualTo(b.identity().digest());
        }
    }

    @Test
    void aFileThatIsNoModelIsNamed() throws IOException {
        OnnxModel model = model("not a model".getBytes(StandardCharsets.UTF_8), Layout.YOLO);
        assertThatThrownBy(() -> detector(model))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("model.onnx");
    }

    @Test
    void theWrongLayoutIsNamedWithWhatWasExpected() throws IOException {
        OnnxModel model = model(TinyModels.brightnessAsYolo(64, 32, 16, 20, 10), Layout.YUNET);
        try (PrivacyDetector detector = detector(model);
                Picture picture = filled(64, 64, 255)) {
            assertThatThrownBy(() -> detector.detect(picture)).hasMessageContaining("cls_8");
        }
    }

    private OnnxModel model(byte[] bytes, Layout layout) throws IOException {
        Path file = folder.resolve("model.onnx");
        Files.write(file, bytes);
        return new OnnxModel(file, layout, List.of(PrivateKind.PLATE), 0.5);
    }

    private static PrivacyDetector detector(OnnxModel model) {
        return settings(new PrivateKind[0], model).create();
    }

    private static PrivacyDetectors settings(PrivateKind[] builtIn, OnnxModel model) {
        return new PrivacyDetectors(
                new DetectorSettings(Set.of(builtIn), Effort.QUICK, List.of(model)));
    }

    private static Picture filled(int width, int height, int value) {
        byte[] pixels = new byte[3 * width * height];
        Arrays.fill(pixels, (byte) value);
        return Picture.ofBgr(width, height, pixels);
    }
}
