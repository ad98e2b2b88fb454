package dev.roadloop.convert.product;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/// Where tables and keyframes go: a local directory, or the silver bucket. Writing a key again
/// replaces it, so that a conversion can be repeated.
public interface SilverStore extends Closeable {

    /// Stores a file's content. The file may be deleted afterwards.
    void put(String key, Path file) throws IOException;

    /// Stores bytes, possibly after this returns: [#close] waits for all.
    void put(String key, byte[] content, String contentType) throws IOException;

    /// Waits until everything is stored.
    ///
    /// @throws IOException if something could not be
    @Override
    void close() throws IOException;
}
