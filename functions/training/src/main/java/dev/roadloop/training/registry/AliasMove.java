package dev.roadloop.training.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One move of a guarded alias.
///
/// @param number counted from 1 for each alias
/// @param kind of move
/// @param from the version that it led to before; absent if none
/// @param to the version that it leads to since
/// @param evidence digest of the decision that a promotion was made by; empty for a rollback
/// @param by who asked for it
/// @param at milliseconds since the epoch
record AliasMove(
        int number,
        Kind kind,
        @Nullable String from,
        String to,
        String evidence,
        String by,
        long at) {

    /// What a move does.
    enum Kind {
        /// Leads the alias to another version.
        PROMOTE,
        /// Takes the last promotion back that was not taken back yet.
        ROLLBACK
    }

    /// The promotion that a rollback would take back; empty if there is none left.
    ///
    /// @param moves of one alias, in their order
    static Optional<AliasMove> standing(List<AliasMove> moves) {
        Deque<AliasMove> standing = new ArrayDeque<>();
        for (AliasMove move : moves) {
            if (move.kind() == Kind.PROMOTE) {
                standing.push(move);
            } else {
                standing.poll();
            }
        }
        return Optional.ofNullable(standing.peek());
    }

    ObjectNode document() {
        ObjectNode document =
                Json.jackson().createObjectNode().put("number", number).put("kind", kind.name());
        if (from != null) {
            document.put("from", from);
        }
        return document.put("to", to).put("evidence", evidence).put("by", by).put("at", at);
    }

    static AliasMove stored(ObjectNode document) {
        return new AliasMove(
                document.path("number").asInt(),
                Kind.valueOf(document.path("kind").asText()),
                document.hasNonNull("from") ? document.path("from").asText() : null,
                document.path("to").asText(),
                document.path("evidence").asText(),
                document.path("by").asText(),
                document.path("at").asLong());
    }
}
