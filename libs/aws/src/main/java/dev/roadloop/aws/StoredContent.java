package dev.roadloop.aws;

import java.io.IOException;
import java.io.InputStream;

/// An object whose content is being read.
///
/// @param object what S3 says of the version that is read; without a SHA-256
/// @param in its content
public record StoredContent(StoredObject object, InputStream in) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        in.close();
    }
}
