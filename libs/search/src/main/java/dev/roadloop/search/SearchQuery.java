package dev.roadloop.search;

import dev.roadloop.domain.GeoPoint;
import java.time.Instant;
import java.util.List;

/// What is asked for.
///
/// @see QueryParser
public sealed interface SearchQuery {

    /// Everything.
    record All() implements SearchQuery {}

    /// All of these.
    record And(List<SearchQuery> parts) implements SearchQuery {
        /// Copies the parts.
        public And {
            parts = List.copyOf(parts);
        }
    }

    /// One of these at least.
    record Or(List<SearchQuery> parts) implements SearchQuery {
        /// Copies the parts.
        public Or {
            parts = List.copyOf(parts);
        }
    }

    /// Not this.
    record Not(SearchQuery part) implements SearchQuery {}

    /// These words one after another, in lower case.
    ///
    /// @param words at least one
    /// @param open whether the only word may go on: `cam*`
    record Phrase(List<String> words, boolean open) implements SearchQuery {
        /// Copies the words.
        public Phrase {
            words = List.copyOf(words);
        }
    }

    /// A document with this name.
    ///
    /// @param value in lower case
    /// @param open whether the name may go on
    record Name(Field field, String value, boolean open) implements SearchQuery {}

    /// A document that starts at this time or later, and before another.
    ///
    /// @param from inclusive
    /// @param to exclusive
    record Starts(Instant from, Instant to) implements SearchQuery {}

    /// A document whose place is near another.
    ///
    /// @param metres along the ground
    record Near(GeoPoint place, double metres) implements SearchQuery {}
}
