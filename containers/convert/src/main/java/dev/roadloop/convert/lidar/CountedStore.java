package dev.roadloop.convert.lidar;

import dev.roadloop.convert.product.SilverStore;
import java.io.IOException;

/// The store, with account of what one topic put into it.
final class CountedStore {

    private final SilverStore store;
    private long objects;
    private long bytes;

    CountedStore(SilverStore store) {
        this.store = store;
    }

    void put(String key, byte[] content, String contentType) throws IOException {
        objects++;
        bytes += content.length;
        store.put(key, content, contentType);
    }

    long objects() {
        return objects;
    }

    long bytes() {
        return bytes;
    }
}
