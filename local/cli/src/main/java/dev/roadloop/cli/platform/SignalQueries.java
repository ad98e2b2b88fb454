package dev.roadloop.cli.platform;

import java.util.List;

/// Runs SQL over the signals of all drives. Wherever it runs, there is a table `signals` with the
/// columns that all topics have: `topic`, `date` and `drive`, `log_time` and `publish_time`
/// (nanoseconds since 1970 UTC), `sequence` and `source_file`.
public sealed interface SignalQueries permits DuckDbQueries, AthenaQueries {

    /// Runs a query to its end.
    ///
    /// @throws IllegalArgumentException if the query is refused, with what is wrong about it
    Result run(String sql);

    /// What a query found, as text.
    ///
    /// @param columns their names
    /// @param rows a cell for each column, `null` written as such
    record Result(List<String> columns, List<List<String>> rows) {
        /// Copies the rows.
        public Result {
            columns = List.copyOf(columns);
            rows = rows.stream().map(List::copyOf).toList();
        }
    }
}
