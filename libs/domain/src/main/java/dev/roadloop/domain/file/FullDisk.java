package dev.roadloop.domain.file;

import dev.roadloop.domain.ErrorKind;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Tells a full disk from other failures of files; Java has no exception of its own for it.
public final class FullDisk {
    private static final String SAID = "no space left";

    private FullDisk() {}

    /// What is to be done, for people; the failure as it is where there was room.
    ///
    /// @param where what a job writes below
    public static String message(IOException e, Path... where) {
        if (!is(e)) {
            return String.valueOf(e);
        }
        String folders =
                Arrays.stream(where)
                        .map(Path::toString)
                        .distinct()
                        .collect(Collectors.joining(", "));
        return "no room below one of %s (%s); make room and run the same job again"
                .formatted(folders, e.getMessage());
    }

    /// Whether there was no room, for this file or for what failed underneath.
    public static boolean is(IOException e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException file && said(file)) {
                return true;
            }
        }
        return false;
    }

    /// What kind of failure of a scratch disk it is: one that is full is as full the next time.
    public static ErrorKind kind(IOException e) {
        return is(e) ? ErrorKind.EXHAUSTED : ErrorKind.TRANSIENT;
    }

    private static boolean said(IOException e) {
        String text = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        String reason =
                e instanceof FileSystemException file
                        ? String.valueOf(file.getReason()).toLowerCase(Locale.ROOT)
                        : "";
        return text.contains(SAID) || reason.contains(SAID);
    }
}
