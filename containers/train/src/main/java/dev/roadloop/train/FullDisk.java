package dev.roadloop.train;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/// Tells a full disk from other failures of files; Java has no exception of its own for it.
public final class FullDisk {
    private static final String SAID = "no space left";

    private FullDisk() {}

    /// Whether there was no room.
    public static boolean is(IOException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        String reason =
                e instanceof FileSystemException file
                        ? String.valueOf(file.getReason()).toLowerCase(Locale.ROOT)
                        : "";
        return text.contains(SAID) || reason.contains(SAID);
    }
}
