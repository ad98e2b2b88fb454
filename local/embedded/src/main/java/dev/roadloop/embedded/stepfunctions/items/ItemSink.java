package dev.roadloop.embedded.stepfunctions.items;

import com.fasterxml.jackson.databind.JsonNode;

/// Takes items one after another.
@FunctionalInterface
public interface ItemSink {

    /// Takes one item.
    ///
    /// @param source where it comes from, `S3://bucket/key`, or `S3://bucket` for the listing
    ///   itself
    /// @return whether more are wanted
    boolean take(JsonNode item, String source);
}
