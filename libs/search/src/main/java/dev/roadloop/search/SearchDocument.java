package dev.roadloop.search;

import dev.roadloop.domain.GeoPoint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Something that can be found.
///
/// @param id unique among all; a drive's or a clip's
/// @param start when it begins
/// @param place where it begins; null if nobody knows
/// @param names exact names by field, in lower case; a field may have several
/// @param text words that it is found by beside its names
public record SearchDocument(
        String id,
        Instant start,
        @Nullable GeoPoint place,
        Map<Field, List<String>> names,
        String text) {

    /// Copies the names.
    ///
    /// @throws IllegalArgumentException without an id
    public SearchDocument {
        if (id.isBlank()) {
            throw new IllegalArgumentException("a document needs an id, found '" + id + "'");
        }
        names =
                Map.copyOf(
                        names.entrySet().stream()
                                .collect(
                                        Collectors.toMap(
                                                Map.Entry::getKey,
                                                entry -> List.copyOf(entry.getValue()))));
    }

    /// All its words, of names and text alike.
    public String words() {
        StringBuilder all = new StringBuilder(String.join(" ", Words.of(id)));
        names.values().forEach(values -> values.forEach(value -> append(all, value)));
        append(all, text);
        return all.toString();
    }

    private static void append(StringBuilder all, String text) {
        Words.of(text).forEach(word -> all.append(' ').append(word));
    }
}
