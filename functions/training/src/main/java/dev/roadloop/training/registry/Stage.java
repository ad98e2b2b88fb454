package dev.roadloop.training.registry;

import dev.roadloop.training.api.TrackingException;
import java.util.Arrays;
import java.util.List;

/// Where a version stands, as clients before aliases have it.
enum Stage {
    NONE("None"),
    STAGING("Staging"),
    PRODUCTION("Production"),
    ARCHIVED("Archived");

    private final String spelling;

    Stage(String spelling) {
        this.spelling = spelling;
    }

    String spelling() {
        return spelling;
    }

    static Stage of(String text) {
        List<String> all = Arrays.stream(values()).map(Stage::spelling).toList();
        return Arrays.stream(values())
                .filter(each -> each.spelling.equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() ->
                        TrackingException.invalid(
                                "Invalid Model Version stage: "
                                        + text
                                        + ". Value must be one of "
                                        + all
                                        + "."));
    }
}
