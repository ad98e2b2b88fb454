package dev.roadloop.cli;

import dev.roadloop.aws.Bucket;
import dev.roadloop.contracts.DatasetKeys;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.LabelledBox;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.vision.Picture;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// A published version of five drawn pictures with a box in each, to train on for a moment.
public final class TinyVersion {

    /// The dataset.
    public static final DatasetName NAME = new DatasetName("tiny");

    private static final List<DatasetSplit> SPLITS =
            List.of(
                    DatasetSplit.TRAIN,
                    DatasetSplit.TRAIN,
                    DatasetSplit.TRAIN,
                    DatasetSplit.TEST,
                    DatasetSplit.VAL);

    private TinyVersion() {}

    /// Puts manifest and pictures where versions lie.
    public static Sha256 publish(Bucket gold) throws IOException {
        List<DatasetSample> samples = new ArrayList<>();
        for (int i = 0; i < SPLITS.size(); i++) {
            byte[] png = drawn(i);
            gold.put(DatasetKeys.object(md5(png)), png, "image/png");
            samples.add(
                    new DatasetSample(
                            "images/drawn/" + i + ".png",
                            Sha256.of(png),
                            md5(png),
                            png.length,
                            64,
                            32,
                            SPLITS.get(i),
                            List.of(),
                            "drive-" + SPLITS.get(i),
                            null,
                            null,
                            "0".repeat(16),
                            List.of(new LabelledBox(0, 8 + i, 8, 20, 16, false)),
                            List.of()));
        }
        DatasetManifest manifest = DatasetManifest.of(NAME, false, List.of("box"), samples);
        gold.put(
                DatasetKeys.manifest(NAME, manifest.version()),
                Json.bytes(manifest),
                "application/json");
        return manifest.version();
    }

    private static byte[] drawn(int shift) {
        byte[] bgr = new byte[3 * 64 * 32];
        for (int row = 8; row < 24; row++) {
            for (int column = 8 + shift; column < 28 + shift; column++) {
                bgr[3 * (row * 64 + column)] = (byte) 200;
            }
        }
        try (Picture picture = Picture.ofBgr(64, 32, bgr)) {
            return picture.encodePng();
        }
    }

    private static String md5(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
