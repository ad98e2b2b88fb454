package dev.roadloop.search;

import dev.roadloop.domain.GeoPoint;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads queries as people type them.
///
/// Parts stand side by side, and all must hold; `OR` between two lets one suffice; `-` before a
/// part excludes it. A part is one of
/// - `word`, `"several words"`, `begin*`: found in any name or text;
/// - `field:name`, `field:begin*`: a name exactly, see [Field]; quotes keep spaces;
/// - `after:TIME`, `before:TIME`: a day in UTC (`2026-05-04`) or an instant; `on:DAY`;
/// - `near:LATITUDE,LONGITUDE,DISTANCE`: with the unit, `near:49.0094,8.4044,500m` or `…,2km`.
public final class QueryParser {

    private static final int LONGEST = 2_000;

    /// Each may become two clauses, and engines refuse more than 1,024.
    private static final int MOST_PARTS = 400;

    private static final Pattern PART =
            Pattern.compile(
                    "\\s*(?<not>-)?(?:(?<field>[A-Za-z]+):)?(?:\"(?<quoted>[^\"]*)\"|(?<plain>[^\\s\"]+))(?=\\s|$)");
    private static final Pattern PLACE = Pattern.compile("(-?[0-9.]+),(-?[0-9.]+),([0-9.]+)(m|km)");
    private static final double METRES_PER_KILOMETRE = 1000;

    private QueryParser() {}

    /// Reads a query; an empty one asks for everything.
    ///
    /// @throws IllegalArgumentException saying which part is not understood, and what is
    public static SearchQuery parse(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "the query has "
                            + text.length()
                            + " characters; expected "
                            + LONGEST
                            + " at most");
        }
        List<SearchQuery> all = new ArrayList<>();
        boolean or = false;
        int parts = 0;
        int at = 0;
        Matcher part = PART.matcher(text);
        while (at < text.length() && !text.substring(at).isBlank()) {
            if (!part.find(at) || part.start() != at) {
                throw new IllegalArgumentException(
                        "the query is not understood from '"
                                + text.substring(at).strip()
                                + "' on; a quote may be missing");
            }
            at = part.end();
            if (++parts > MOST_PARTS) {
                throw new IllegalArgumentException(
                        "the query has more than " + MOST_PARTS + " parts; expected fewer");
            }
            if (part.group().strip().equals("OR")) {
                if (or || all.isEmpty()) {
                    throw new IllegalArgumentException("OR stands between two parts of a query");
                }
                or = true;
            } else {
                SearchQuery next = part(part);
                all.add(or ? either(all.removeLast(), next) : next);
                or = false;
            }
        }
        if (or) {
            throw new IllegalArgumentException("OR stands between two parts of a query");
        }
        return all.isEmpty()
                ? new SearchQuery.All()
                : all.size() == 1 ? all.getFirst() : new SearchQuery.And(all);
    }

    private static SearchQuery either(SearchQuery before, SearchQuery next) {
        List<SearchQuery> parts = new ArrayList<>();
        if (before instanceof SearchQuery.Or or) {
            parts.addAll(or.parts());
        } else {
            parts.add(before);
        }
        parts.add(next);
        return new SearchQuery.Or(parts);
    }

    private static SearchQuery part(Matcher part) {
        String quoted = part.group("quoted");
        String value = quoted == null ? part.group("plain") : quoted;
        String field = part.group("field");
        boolean open = quoted == null && value.endsWith("*");
        String text = open ? value.substring(0, value.length() - 1) : value;
        SearchQuery query = field == null ? words(text, open) : field(field, text, open);
        return part.group("not") == null ? query : new SearchQuery.Not(query);
    }

    private static SearchQuery words(String text, boolean open) {
        List<String> words = Words.of(text);
        if (words.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' has no word to search for");
        }
        if (open && words.size() > 1) {
            List<SearchQuery> parts = new ArrayList<>();
            parts.add(new SearchQuery.Phrase(words.subList(0, words.size() - 1), false));
            parts.add(new SearchQuery.Phrase(words.subList(words.size() - 1, words.size()), true));
            return new SearchQuery.And(parts);
        }
        return new SearchQuery.Phrase(words, open);
    }

    private static SearchQuery field(String name, String value, boolean open) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "after" -> new SearchQuery.Starts(time(value), SearchQuery.Starts.NEVER);
            case "before" -> new SearchQuery.Starts(SearchQuery.Starts.EVER, time(value));
            case "on" -> new SearchQuery.Starts(time(value), time(value).plusSeconds(86_400));
            case "near" -> near(value);
            default ->
                    new SearchQuery.Name(
                            Arrays.stream(Field.values())
                                    .filter(field -> field.key().equalsIgnoreCase(name))
                                    .findFirst()
                                    .orElseThrow(() -> unknown(name)),
                            value.toLowerCase(Locale.ROOT),
                            open);
        };
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException(
                "'"
                        + name
                        + ":' is not understood; expected after, before, on, near or one of "
                        + Arrays.stream(Field.values())
                                .map(Field::key)
                                .collect(Collectors.joining(", "))
                        + "; put quotes round a word with a colon in it");
    }

    private static Instant time(String text) {
        try {
            return text.contains("T") || text.contains("t")
                    ? Instant.parse(text.toUpperCase(Locale.ROOT))
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'"
                            + text
                            + "' is no time; expected a day such as 2026-05-04 or an instant such"
                            + " as 2026-05-04T09:30:00Z",
                    e);
        }
    }

    private static SearchQuery near(String text) {
        Matcher place = PLACE.matcher(text);
        if (!place.matches()) {
            throw new IllegalArgumentException(
                    "near:"
                            + text
                            + " is not understood; expected latitude, longitude and distance, such"
                            + " as near:49.0094,8.4044,500m");
        }
        double unit = place.group(4).equals("km") ? METRES_PER_KILOMETRE : 1;
        return new SearchQuery.Near(
                new GeoPoint(
                        Double.parseDouble(place.group(1)), Double.parseDouble(place.group(2))),
                Double.parseDouble(place.group(3)) * unit);
    }
}
