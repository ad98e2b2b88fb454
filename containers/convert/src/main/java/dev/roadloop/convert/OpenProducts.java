package dev.roadloop.convert;

import dev.roadloop.convert.product.DriveMessage;
import dev.roadloop.convert.product.DriveProduct;
import dev.roadloop.convert.product.ProductOutcome;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// The products of a drive while they are made.
final class OpenProducts implements Closeable {

    private final List<DriveProduct> products;

    OpenProducts(List<DriveProduct> products) {
        this.products = List.copyOf(products);
    }

    void take(DriveMessage message) throws IOException {
        for (DriveProduct product : products) {
            product.take(message);
        }
    }

    /// Finishes all in their order.
    ProductOutcome finish() throws IOException {
        List<ProductOutcome> outcomes = new ArrayList<>();
        for (DriveProduct product : products) {
            outcomes.add(product.finish());
        }
        return new ProductOutcome(
                outcomes.stream().flatMap(outcome -> outcome.made().stream()).toList(),
                outcomes.stream().flatMap(outcome -> outcome.findings().stream()).toList(),
                outcomes.stream().flatMap(outcome -> outcome.clocks().stream()).toList(),
                outcomes.stream().flatMap(outcome -> outcome.latencies().stream()).toList(),
                outcomes.stream().flatMap(outcome -> outcome.clips().stream()).toList());
    }

    /// Closes all, the last first.
    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (DriveProduct product : products.reversed()) {
            try {
                product.close();
            } catch (IOException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
