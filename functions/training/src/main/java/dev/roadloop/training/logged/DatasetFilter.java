package dev.roadloop.training.logged;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.training.api.Fields;
import java.util.List;
import java.util.Optional;

/// The data set that a metric is of.
///
/// @param name empty for any
/// @param digest empty for any
record DatasetFilter(Optional<String> name, Optional<String> digest) {

    /// Reads one of `datasets`, which has a name at least.
    static DatasetFilter read(Fields fields) {
        return new DatasetFilter(
                Optional.of(fields.required("dataset_name")), fields.text("dataset_digest"));
    }

    /// Reads which data set a clause of an order is about; none for all.
    static List<DatasetFilter> ofOrder(Fields fields) {
        DatasetFilter read =
                new DatasetFilter(fields.text("dataset_name"), fields.text("dataset_digest"));
        return read.name.isEmpty() && read.digest.isEmpty() ? List.of() : List.of(read);
    }

    boolean accepts(JsonNode metric) {
        return name.stream().allMatch(metric.path("dataset_name").asText()::equals)
                && digest.stream().allMatch(metric.path("dataset_digest").asText()::equals);
    }
}
