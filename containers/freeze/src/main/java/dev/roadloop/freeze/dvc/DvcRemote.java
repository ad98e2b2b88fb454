package dev.roadloop.freeze.dvc;

import org.jspecify.annotations.Nullable;

/// Where clients fetch contents from.
///
/// @param url `s3://bucket/prefix`
/// @param endpoint where S3 is, if not at AWS
public record DvcRemote(String url, @Nullable String endpoint) {
    /// @throws IllegalArgumentException when the URL is not one of S3, or one of them would not be
    ///   a single value in DVC's configuration
    public DvcRemote {
        if (!url.matches("s3://[a-z0-9][a-z0-9.-]{1,62}(/[A-Za-z0-9._/-]+)?")) {
            throw new IllegalArgumentException("remote '" + url + "': expected s3://bucket/prefix");
        }
        if (endpoint != null && !endpoint.matches("https?://[A-Za-z0-9.:\\[\\]/_-]+")) {
            throw new IllegalArgumentException(
                    "endpoint '" + endpoint + "': expected a URL such as http://127.0.0.1:4566");
        }
    }

    /// The bucket's name.
    public String bucket() {
        return url.substring("s3://".length()).split("/", 2)[0];
    }

    /// What stands before every key: empty, or a path that ends in `/`.
    public String prefix() {
        String[] parts = url.substring("s3://".length()).split("/", 2);
        return parts.length < 2 ? "" : parts[1].replaceAll("/+$", "") + "/";
    }
}
