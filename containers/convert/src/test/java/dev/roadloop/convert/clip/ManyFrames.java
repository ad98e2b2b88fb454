package dev.roadloop.convert.clip;

import dev.roadloop.contracts.DriveClip;
import dev.roadloop.convert.product.DriveTopic;
import dev.roadloop.convert.product.ProductContext;
import dev.roadloop.convert.product.ProductOutcome;
import dev.roadloop.convert.product.ShownMessage;
import dev.roadloop.convert.product.SilverStore;
import dev.roadloop.domain.DriveId;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Cuts a drive of six cameras with images of 200 KB at 10 Hz into clips, for a process with a
/// small heap. Arguments: its seconds, and a directory for scratch files.
final class ManyFrames {

    private static final int CAMERAS = 6;
    private static final int IMAGE_BYTES = 200_000;
    private static final long TENTH = 100_000_000;

    private ManyFrames() {}

    public static void main(String[] args) throws Exception {
        int seconds = Integer.parseInt(args[0]);
        SilverStore store =
                new SilverStore() {
                    @Override
                    public void put(String key, Path file) {}

                    @Override
                    public void put(String key, byte[] content, String contentType) {}

                    @Override
                    public void close() {}
                };
        List<DriveTopic> cameras =
                IntStream.range(0, CAMERAS)
                        .mapToObj(i ->
                                ShownMessage.ros1(
                                        "/cam" + i, "sensor_msgs/CompressedImage", "uint8[] data"))
                        .toList();
        ByteBuffer image =
                ByteBuffer.allocate(4 + IMAGE_BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt(0, IMAGE_BYTES);
        ProductContext context =
                new ProductContext(
                        DriveId.parse("car-20260101T000000Z-0123abcd"),
                        Map.of(),
                        store,
                        Path.of(args[1]));
        try (ClipProduct clips =
                new ClipProduct(context, ClipOptions.DEFAULT, () -> ClipSignals.NONE)) {
            for (long tick = 0; tick < seconds * 10L; tick++) {
                for (DriveTopic camera : cameras) {
                    clips.take(
                            ShownMessage.of(camera, tick * TENTH, image).withFrame("frames/x.jpg"));
                }
            }
            ProductOutcome outcome = clips.finish();
            System.out.printf(
                    "%d clips, %d images, %d bytes%n",
                    outcome.clips().size(),
                    outcome.clips().stream().mapToInt(DriveClip::frames).sum(),
                    outcome.clips().stream().mapToLong(DriveClip::bytes).sum());
        }
    }
}
