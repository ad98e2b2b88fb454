package dev.roadloop.ingest;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a function of this context is configured with: the variables of its environment.
public enum Setting {
    /// The bucket that drives are uploaded to.
    LANDING_BUCKET("a bucket's name", null, text -> !text.isBlank()),
    /// The bucket of raw drives.
    BRONZE_BUCKET("a bucket's name", null, text -> !text.isBlank()),
    /// The bucket of reports, logs and quarantine records.
    GOLD_BUCKET("a bucket's name", null, text -> !text.isBlank()),
    /// The catalog's table.
    DRIVES_TABLE("a table's name", null, text -> !text.isBlank()),
    /// The bus that events are put on.
    EVENT_BUS_NAME("an event bus's name", null, text -> !text.isBlank()),
    /// The queue that the landing bucket's events wait in.
    LANDING_QUEUE_URL("a queue's URL", null, text -> text.startsWith("http")),
    /// The machine that registered drives go through.
    INGEST_STATE_MACHINE_ARN("a state machine's ARN", null, text -> text.startsWith("arn:")),
    /// How long an upload may stay incomplete before the sweep quarantines it.
    UPLOAD_GRACE("a duration such as PT24H", "PT24H", Setting::isDuration);

    private final String expected;
    private final @Nullable String fallback;
    private final Predicate<String> valid;

    Setting(String expected, @Nullable String fallback, Predicate<String> valid) {
        this.expected = expected;
        this.fallback = fallback;
        this.valid = valid;
    }

    String expected() {
        return expected;
    }

    @Nullable String fallback() {
        return fallback;
    }

    boolean accepts(String text) {
        return valid.test(text);
    }

    private static boolean isDuration(String text) {
        try {
            return Duration.parse(text).isPositive();
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
