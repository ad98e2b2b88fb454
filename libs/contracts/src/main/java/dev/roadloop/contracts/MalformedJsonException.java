package dev.roadloop.contracts;

import org.jspecify.annotations.Nullable;

/// A document is not JSON, or not a valid record of the expected type. The message names the
/// document, the field and what is wrong with it. Whoever reads the document knows whose fault that
/// is: a manifest's sender, or a step of ours.
public final class MalformedJsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int DETAIL_LIMIT = 500;

    private final String detail;

    MalformedJsonException(String source, String detail, @Nullable Throwable cause) {
        super(source + " is malformed: " + cut(detail), cause);
        this.detail = cut(detail);
    }

    /// What is wrong, without the document's name.
    public String detail() {
        return detail;
    }

    private static String cut(String text) {
        String line = text.replaceAll("[\\p{Cntrl}]+", " ");
        return line.length() <= DETAIL_LIMIT ? line : line.substring(0, DETAIL_LIMIT) + "…";
    }
}
