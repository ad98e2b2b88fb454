package dev.roadloop.search;

import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Splits text into words, in one way for all engines: runs of letters and digits, in lower case. A
/// run of more than 120 is cut there, for engines cut at 255 UTF-16 units at the latest.
final class Words {

    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]{1,120}");

    private Words() {}

    static List<String> of(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
