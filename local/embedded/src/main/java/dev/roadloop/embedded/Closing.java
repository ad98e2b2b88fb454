package dev.roadloop.embedded;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Closes parts one after the other, all of them even if one fails.
final class Closing {

    private Closing() {}

    /// Closes in the list's order.
    ///
    /// @param cause why they are closed, which gets what goes wrong as suppressed; null if they are
    ///   closed because all is done
    /// @throws IllegalStateException if something went wrong and there is no cause
    static void all(List<AutoCloseable> parts, @Nullable RuntimeException cause) {
        RuntimeException first = null;
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                if (cause != null) {
                    cause.addSuppressed(e);
                } else if (first == null) {
                    first =
                            new IllegalStateException(
                                    "the embedded cloud did not close cleanly: " + e.getMessage(),
                                    e);
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
