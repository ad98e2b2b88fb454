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
    /// @param from inclusive, 1900 at the earliest
    /// @param to exclusive, 2200 at the latest
    record Starts(Instant from, Instant to) implements SearchQuery {
        /// The earliest time that can be asked for.
        public static final Instant EVER = Instant.parse("1900-01-01T00:00:00Z");

        /// The latest time that can be asked for.
        public static final Instant NEVER = Instant.parse("2200-01-01T00:00:00Z");

        /// @throws IllegalArgumentException for times that no drive has
        public Starts {
            if (from.isBefore(EVER) || to.isAfter(NEVER)) {
                throw new IllegalArgumentException(
                        "expected times from 1900 to 2200, found " + from + " to " + to);
            }
        }
    }

    /// A document whose place is near another.
    ///
    /// @param metres along the ground, more than 0 and at most 20,000 km
    record Near(GeoPoint place, double metres) implements SearchQuery {
        private static final double MOST = 20_000_000;

        /// @throws IllegalArgumentException for distances that are none
        public Near {
            if (!(metres > 0 && metres <= MOST)) {
                throw new IllegalArgumentException(
                        "expected a distance of more than 0 and at most 20,000 km, found "
                                + metres
                                + " m");
            }
        }
    }
}
