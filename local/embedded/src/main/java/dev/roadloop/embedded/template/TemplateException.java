package dev.roadloop.embedded.template;

/// A cloud assembly that cannot be read or evaluated; the message names the stack, the place in it
/// and the remedy.
public final class TemplateException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TemplateException(String message) {
        super(message);
    }

    TemplateException(String message, Throwable cause) {
        super(message, cause);
    }
}
