package dev.roadloop.convert.can;

import dev.roadloop.convert.product.TopicPattern;

/// Which database the frames of some topics are decoded with.
///
/// @param topics of which topics, with `*` for any characters: `/can/bus0`
/// @param dbc name of the DBC file, which lies beside the vehicle's policy
public record CanSource(String topics, String dbc) {

    /// @throws IllegalArgumentException when one is missing, or the name is not one of a file
    public CanSource {
        if (topics == null
                || topics.isBlank()
                || dbc == null
                || !dbc.matches("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}")) {
            throw new IllegalArgumentException(
                    "CAN source: expected topics and the name of a DBC file of letters, digits, . _"
                            + " and -, found '"
                            + topics
                            + "' and '"
                            + dbc
                            + "'");
        }
    }

    boolean fits(String topic) {
        return TopicPattern.fits(topics, topic);
    }
}
