package dev.roadloop.training.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.api.Answer;
import dev.roadloop.training.api.Call;
import dev.roadloop.training.api.ErrorCode;
import dev.roadloop.training.api.Fields;
import dev.roadloop.training.api.Names;
import dev.roadloop.training.api.Routes;
import dev.roadloop.training.api.TrackingException;
import java.util.regex.Pattern;

/// The operations on guarded aliases, which MLflow does not have: it has no way to say what an
/// alias is expected to lead to. Who comes through the HTTP API may look, and roll back to what was
/// promoted before; promoting is for the state machine, which asks gate and people first.
final class PromotionApi {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int LONGEST_USER = 500;

    private final ModelRegistry registry;
    private final GuardedAliases aliases;

    PromotionApi(ModelRegistry registry, GuardedAliases aliases) {
        this.registry = registry;
        this.aliases = aliases;
    }

    void addTo(Routes routes, String root) {
        routes.add("POST", root + "aliases/promote", (call, rest) -> promote(call));
        routes.add("POST", root + "aliases/rollback", this::rollback);
        routes.add("GET", root + "aliases/history", this::history);
    }

    private Answer promote(Call call) {
        if (!call.inside()) {
            throw new TrackingException(
                    ErrorCode.PERMISSION_DENIED,
                    "An alias is promoted by the state machine qualify-model only, after gate and"
                            + " approvals: start it with ./roadloop qualify");
        }
        Fields fields = call.fields();
        AliasMove move =
                aliases.promote(
                        fields.required("name"),
                        RegistryApi.alias(fields),
                        fields.text("expected_version").orElse(null),
                        fields.required("version"),
                        sha256(fields, "sha256"),
                        sha256(fields, "evidence"),
                        user(fields));
        return Answer.json(message(move));
    }

    private static String sha256(Fields fields, String name) {
        String digest = fields.required(name);
        if (!SHA256.matcher(digest).matches()) {
            throw TrackingException.invalid(
                    "expected a SHA-256 in \"" + name + "\", found \"" + digest + "\"");
        }
        return digest;
    }

    private Answer rollback(Fields fields) {
        return Answer.json(
                message(
                        aliases.rollback(
                                fields.required("name"),
                                RegistryApi.alias(fields),
                                fields.required("expected_version"),
                                user(fields))));
    }

    private Answer history(Fields fields) {
        ObjectNode answer = Json.jackson().createObjectNode();
        ArrayNode moves = answer.putArray("moves");
        aliases.moves(registry.get(fields.required("name")), RegistryApi.alias(fields))
                .forEach(move -> moves.add(message(move)));
        return Answer.json(answer);
    }

    private static String user(Fields fields) {
        return Names.shorter("user", fields.text("user").orElse(""), LONGEST_USER);
    }

    private static ObjectNode message(AliasMove move) {
        return move.document();
    }
}
