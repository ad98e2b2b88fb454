package dev.roadloop.embedded.stepfunctions.engine;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// The tokens of `.waitForTaskToken`: opaque to the callee, but they say which execution waits.
public final class TaskToken {

    private TaskToken() {}

    static String create(String executionArn) {
        String text = executionArn + "|" + UUID.randomUUID();
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The ARN of the execution that made `token`; empty if it is no token of ours.
    public static Optional<String> executionOf(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            int bar = text.lastIndexOf('|');
            return bar < 0 ? Optional.empty() : Optional.of(text.substring(0, bar));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
