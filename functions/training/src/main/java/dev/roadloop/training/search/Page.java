package dev.roadloop.training.search;

import dev.roadloop.training.api.TrackingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// One page of an ordered list. The token names the last element that was given out, so that
/// elements which come in meanwhile neither shift the rest nor repeat it.
///
/// @param nextToken empty on the last page
public record Page<T>(List<T> elements, String nextToken) {

    public Page {
        elements = List.copyOf(elements);
    }

    /// Cuts a page out.
    ///
    /// @param all in order
    /// @param token of the page before; empty for the first
    /// @param id names an element
    public static <T> Page<T> of(
            List<T> all, Optional<String> token, int size, Function<T, String> id) {
        int from = token.map(text -> after(all, text, id)).orElse(0);
        int to = Math.min(all.size(), from + size);
        List<T> elements = all.subList(from, to);
        String next = to < all.size() ? encoded(id.apply(elements.getLast()), to) : "";
        return new Page<>(elements, next);
    }

    private static String encoded(String id, int position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((position + ":" + id).getBytes(StandardCharsets.UTF_8));
    }

    private static <T> int after(List<T> all, String token, Function<T, String> id) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            int position = Integer.parseInt(text.substring(0, colon));
            String last = text.substring(colon + 1);
            // Mostly it is where it was.
            if (position >= 1
                    && position <= all.size()
                    && id.apply(all.get(position - 1)).equals(last)) {
                return position;
            }
            for (int i = 0; i < all.size(); i++) {
                if (id.apply(all.get(i)).equals(last)) {
                    return i + 1;
                }
            }
            return Math.clamp(position, 0, all.size());
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw TrackingException.invalid(
                    "Invalid page token '"
                            + token
                            + "': expected the next_page_token of an earlier answer");
        }
    }
}
