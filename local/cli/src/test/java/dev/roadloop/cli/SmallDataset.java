package dev.roadloop.cli;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.LabelledBox;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.vision.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A dataset version of four drawn images of 64 by 32 pixels: two to train on, one to look at on
/// the way, one held out.
final class SmallDataset {

    private SmallDataset() {}

    static void write(Path dataset) throws IOException {
        DatasetSample[] samples = new DatasetSample[4];
        for (int i = 0; i < samples.length; i++) {
            byte[] bgr = new byte[3 * 64 * 32];
            for (int row = 8; row < 24; row++) {
                for (int column = 8 + i; column < 28 + i; column++) {
                    bgr[3 * (row * 64 + column)] = (byte) 200;
                }
            }
            byte[] png;
            try (Picture picture = Picture.ofBgr(64, 32, bgr)) {
                png = picture.encodePng();
            }
            String path = "images/drawn/" + i + ".png";
            Files.createDirectories(dataset.resolve("images/drawn"));
            Files.write(dataset.resolve(path), png);
            samples[i] =
                    new DatasetSample(
                            path,
                            Sha256.of(png),
                            "0".repeat(32),
                            png.length,
                            64,
                            32,
                            i == 2
                                    ? DatasetSplit.TEST
                                    : i == 3 ? DatasetSplit.VAL : DatasetSplit.TRAIN,
                            List.of(),
                            "drive-" + Math.max(1, i),
                            null,
                            null,
                            "0".repeat(16),
                            List.of(new LabelledBox(0, 8 + i, 8, 20, 16, false)),
                            List.of());
        }
        Files.writeString(
                dataset.resolve("manifest.json"),
                Json.text(
                        DatasetManifest.of(
                                new DatasetName("tiny"), false, List.of("box"), List.of(samples))));
    }
}
