package dev.roadloop.convert;

import dev.roadloop.convert.clip.ClipOptions;
import dev.roadloop.convert.clip.ClipProduct;
import dev.roadloop.convert.lidar.PointClouds;
import dev.roadloop.convert.motion.CameraClocks;
import dev.roadloop.convert.product.DriveProduct;
import dev.roadloop.convert.product.DriveProducts;
import dev.roadloop.convert.product.ProductContext;
import dev.roadloop.convert.sync.SyncProduct;
import java.io.IOException;
import java.util.List;

/// What the job makes of every drive, in the order in which it is finished.
final class AllProducts implements DriveProducts {

    private final ConversionPolicy policy;

    AllProducts(ConversionPolicy policy) {
        this.policy = policy;
    }

    @Override
    public List<DriveProduct> begin(ProductContext context) throws IOException {
        SyncProduct sync = new SyncProduct(context, policy.sync());
        ClipProduct clips =
                new ClipProduct(
                        context, ClipOptions.DEFAULT, () -> new SynchronisedSignals(sync.table()));
        CameraClocks cameras = new CameraClocks(sync::turnRates);
        return List.of(sync, new PointClouds(context, PointClouds.Limits.DEFAULT), cameras, clips);
    }
}
