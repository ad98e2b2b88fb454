package dev.roadloop.cli.progress;

import java.util.OptionalLong;

/// What was read from a drive's recordings and what was written of it, as the reports say.
///
/// @param messages read
/// @param topics that they are on
/// @param losses places where a damaged recording yields nothing
/// @param rows written; empty before the conversion
/// @param tables with those rows; empty before the conversion
/// @param frames keyframes written; empty before the conversion
public record Ledger(
        long messages,
        long topics,
        long losses,
        OptionalLong rows,
        OptionalLong tables,
        OptionalLong frames) {

    /// In one line: `3681 messages on 12 topics → 3681 rows in 12 tables, 80 keyframes`.
    public String line() {
        String read =
                messages
                        + " messages on "
                        + topics
                        + " topics"
                        + (losses == 0 ? "" : ", " + losses + " losses");
        return rows.isEmpty()
                ? read + " read"
                : read
                        + " → "
                        + rows.getAsLong()
                        + " rows in "
                        + tables.orElse(0)
                        + " tables, "
                        + frames.orElse(0)
                        + " keyframes";
    }
}
