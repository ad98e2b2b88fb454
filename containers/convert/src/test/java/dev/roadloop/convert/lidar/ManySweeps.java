package dev.roadloop.convert.lidar;

import dev.roadloop.contracts.MadeProduct;
import dev.roadloop.convert.product.DriveMessage;
import dev.roadloop.convert.product.DriveTopic;
import dev.roadloop.convert.product.ProductContext;
import dev.roadloop.convert.product.ProductOutcome;
import dev.roadloop.convert.product.SilverStore;
import dev.roadloop.domain.DriveId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Converts sweeps of 2 MB of 8 lidars, as many of each as its argument says, for a process with a
/// small heap.
final class ManySweeps {

    private static final int LIDARS = 8;
    private static final int POINTS = 125_000;

    private ManySweeps() {}

    public static void main(String[] args) throws Exception {
        int sweeps = Integer.parseInt(args[0]);
        SilverStore store =
                new SilverStore() {
                    @Override
                    public void put(String key, Path file) {}

                    @Override
                    public void put(String key, byte[] content, String contentType) {}

                    @Override
                    public void close() {}
                };
        PointClouds clouds =
                new PointClouds(
                        new ProductContext(
                                DriveId.parse("car-20260101T000000Z-0123abcd"),
                                Map.of(),
                                store,
                                Path.of("unused")),
                        PointClouds.Limits.DEFAULT);
        Clouds.Cloud cloud =
                new Clouds.Cloud(
                        1,
                        POINTS,
                        List.of(
                                new Clouds.Field("x", 0, 7, 1),
                                new Clouds.Field("y", 4, 7, 1),
                                new Clouds.Field("z", 8, 7, 1),
                                new Clouds.Field("i", 12, 7, 1)),
                        false,
                        16,
                        POINTS * 16,
                        new byte[POINTS * 16]);
        List<DriveTopic> topics =
                IntStream.range(0, LIDARS).mapToObj(i -> Clouds.topic("/lidar" + i)).toList();
        for (int sweep = 0; sweep < sweeps; sweep++) {
            for (DriveTopic topic : topics) {
                DriveMessage message = Clouds.message(topic, sweep, cloud);
                clouds.take(message);
            }
        }
        ProductOutcome outcome = clouds.finish();
        System.out.printf(
                "%d sweeps in %d topics%n",
                outcome.made().stream().mapToLong(MadeProduct::items).sum(), outcome.made().size());
    }
}
