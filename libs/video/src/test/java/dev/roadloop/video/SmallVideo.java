package dev.roadloop.video;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import javax.imageio.ImageIO;

/// The small files of these tests. PyAV 18.1.0 (libx264, libx265) wrote them: twelve grey pictures
/// of 64x48, brightness 16 + 18 i, at uneven times, with B-frames.
final class SmallVideo {

    static final String H264 = "h264-bframes-uneven.mp4";
    static final String HEVC = "hevc-bframes-uneven.mp4";

    /// When the pictures are shown, in 1/90000 s.
    private static final int[] TIMES = {
        0, 3003, 6006, 12012, 12013, 18018, 21021, 90000, 93003, 180000, 183003, 186007
    };

    static final int FRAMES = TIMES.length;

    private SmallVideo() {}

    static byte[] bytes(String name) throws IOException {
        try (InputStream in = SmallVideo.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        }
    }

    /// When the pictures are shown, in nanoseconds since the first.
    static List<Long> nanos() {
        return Arrays.stream(TIMES).mapToObj(time -> Math.round(time * 1e9 / 90_000)).toList();
    }

    /// The brightness of a picture as a JPEG has it: studio range as it was written becomes full
    /// range.
    static double brightness(int picture) {
        return 18 * picture * 255 / 219.0;
    }

    static double brightness(byte[] jpeg) throws IOException {
        BufferedImage image = ImageIO.read(new ByteArrayInputStream(jpeg));
        return image.getRaster().getSample(image.getWidth() / 2, image.getHeight() / 2, 0);
    }

    /// The file with up to eight bytes changed; every third is cut too.
    static byte[] damaged(byte[] sound, int round, Random random) {
        byte[] damaged = sound.clone();
        for (int i = 0; i < 1 + round % 8; i++) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
        }
        int end = round % 3 == 0 ? random.nextInt(damaged.length) : damaged.length;
        return Arrays.copyOf(damaged, end);
    }

    /// Where a box's type is first found, or another run of letters.
    static int at(byte[] file, String type) {
        return new String(file, StandardCharsets.ISO_8859_1).indexOf(type);
    }
}
