package dev.roadloop.opensearch;

import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/// By what right a cluster is spoken to.
public sealed interface Access {

    /// The cluster asks for nothing.
    record Open() implements Access {}

    /// By a name and a password.
    ///
    /// @param password never printed
    record Password(String user, String password) implements Access {
        /// @throws IllegalArgumentException without a name, or with a colon in it, which HTTP has
        ///   no way to say
        public Password {
            if (user.isBlank() || user.indexOf(':') >= 0) {
                throw new IllegalArgumentException(
                        "expected a user's name without a colon, found '" + user + "'");
            }
        }

        @Override
        public String toString() {
            return "Password[user=" + user + "]";
        }
    }

    /// By AWS credentials: every request is signed (Signature Version 4).
    ///
    /// @param region of the domain
    record Signed(AwsCredentialsProvider credentials, String region) implements Access {}
}
