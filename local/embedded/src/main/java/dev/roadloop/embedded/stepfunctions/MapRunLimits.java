package dev.roadloop.embedded.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;

/// How many children of a map run may run at a time, and how many items may fail.
///
/// @param concurrency as `MaxConcurrency` says; 0 for no limit
/// @param toleratedCount items that may fail; 0 for no such limit
/// @param toleratedPercentage of the items that may fail; 0 for no such limit
record MapRunLimits(long concurrency, long toleratedCount, double toleratedPercentage) {

    /// One machine runs fewer children at a time than AWS's 10,000; a smaller `MaxConcurrency` is
    /// kept.
    private static final int MOST_CONCURRENT = 64;

    /// @param head of a map run's file
    static MapRunLimits of(JsonNode head) {
        return new MapRunLimits(0, 0, 0).updated(head);
    }

    /// These with what an `UpdateMapRun` changes.
    MapRunLimits updated(JsonNode input) {
        return new MapRunLimits(
                input.path("maxConcurrency").asLong(concurrency),
                input.path("toleratedFailureCount").asLong(toleratedCount),
                input.path("toleratedFailurePercentage").asDouble(toleratedPercentage));
    }

    long atATime() {
        return concurrency == 0 ? MOST_CONCURRENT : Math.min(concurrency, MOST_CONCURRENT);
    }

    /// Failed items are counted, of which a batch has several. Without a limit none may fail.
    boolean areExceeded(long failed, long items) {
        if (failed == 0) {
            return false;
        }
        boolean byCount = toleratedCount > 0;
        boolean byPercentage = toleratedPercentage > 0;
        return (!byCount && !byPercentage)
                || (byCount && failed > toleratedCount)
                || (byPercentage && failed * 100.0 / items > toleratedPercentage);
    }
}
