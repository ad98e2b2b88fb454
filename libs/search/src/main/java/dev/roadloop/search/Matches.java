package dev.roadloop.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Says why a document was found: which of its names, and what in its text, a query asked for. It
/// looks at the document itself, so that it says the same whatever engine found it.
public final class Matches {

    private static final int AROUND = 40;
    private static final String NOT_IN_WORDS = "[^\\p{L}\\p{N}]";

    private Matches() {}

    /// What fits, names first: `topic /gps/fix`, then pieces of text with some words around:
    /// `…heavy rain on the highway…`. What a query excludes, times and places are not said.
    ///
    /// @param most at most so many
    public static List<String> of(SearchDocument document, SearchQuery query, int most) {
        Set<String> names = new LinkedHashSet<>();
        Set<String> texts = new LinkedHashSet<>();
        collect(document, query, names, texts);
        List<String> all = new ArrayList<>(names);
        all.addAll(texts);
        return List.copyOf(all.subList(0, Math.min(most, all.size())));
    }

    private static void collect(
            SearchDocument document, SearchQuery query, Set<String> names, Set<String> texts) {
        switch (query) {
            case SearchQuery.And and ->
                    and.parts().forEach(part -> collect(document, part, names, texts));
            case SearchQuery.Or or ->
                    or.parts().forEach(part -> collect(document, part, names, texts));
            case SearchQuery.Name name ->
                    document.names().getOrDefault(name.field(), List.of()).stream()
                            .filter(value -> fits(value.toLowerCase(Locale.ROOT), name))
                            .forEach(value -> names.add(name.field().key() + " " + value));
            case SearchQuery.Phrase phrase -> {
                sorted(document)
                        .forEach((field, values) ->
                                values.stream()
                                        .filter(value -> fits(Words.of(value), phrase))
                                        .forEach(value -> names.add(field.key() + " " + value)));
                Matcher found = pattern(phrase).matcher(document.text());
                if (found.find()) {
                    texts.add(piece(document.text(), found.start(), found.end()));
                }
            }
            case SearchQuery.All all -> {}
            case SearchQuery.Not not -> {}
            case SearchQuery.Starts starts -> {}
            case SearchQuery.Near near -> {}
        }
    }

    /// Without what every hit says of itself anyway.
    private static Map<Field, List<String>> sorted(SearchDocument document) {
        Map<Field, List<String>> sorted = new TreeMap<>(document.names());
        sorted.remove(Field.KIND);
        sorted.remove(Field.DRIVE);
        return sorted;
    }

    private static boolean fits(String value, SearchQuery.Name name) {
        return name.open() ? value.startsWith(name.value()) : value.equals(name.value());
    }

    private static boolean fits(List<String> words, SearchQuery.Phrase phrase) {
        return phrase.open()
                ? words.stream().anyMatch(word -> word.startsWith(phrase.words().getFirst()))
                : Collections.indexOfSubList(words, phrase.words()) >= 0;
    }

    private static Pattern pattern(SearchQuery.Phrase phrase) {
        String words =
                phrase.words().stream()
                        .map(Pattern::quote)
                        .collect(Collectors.joining(NOT_IN_WORDS + "+"));
        return Pattern.compile(
                "(?<![\\p{L}\\p{N}])" + words + (phrase.open() ? "" : "(?![\\p{L}\\p{N}])"),
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /// The words with some around, cut at spaces, in one line.
    private static String piece(String text, int from, int to) {
        int start = Math.max(0, from - AROUND);
        while (start > 0 && start < from && !Character.isWhitespace(text.charAt(start - 1))) {
            start++;
        }
        int end = Math.min(text.length(), to + AROUND);
        while (end < text.length() && end > to && !Character.isWhitespace(text.charAt(end))) {
            end--;
        }
        String piece = text.substring(start, end).strip().replaceAll("\\s+", " ");
        return (start > 0 ? "…" : "") + piece + (end < text.length() ? "…" : "");
    }
}
