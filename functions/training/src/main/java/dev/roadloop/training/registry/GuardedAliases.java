package dev.roadloop.training.registry;

import dev.roadloop.training.api.ErrorCode;
import dev.roadloop.training.api.TrackingException;
import dev.roadloop.training.store.Key;
import dev.roadloop.training.store.Stored;
import dev.roadloop.training.store.TrackingTable;
import dev.roadloop.training.store.Write;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Aliases that move by compare-and-set only, with every move on record. An alias is guarded from
/// its first promotion on, [#PRODUCTION] from the beginning.
///
/// A move is one transaction: the model's document, in which MLflow's clients see the alias, and
/// the record of the move. It is made only if neither was written meanwhile, so that moves at the
/// same time have an order, each begins where the one before ended, and the record is that order.
final class GuardedAliases {
    /// What the two people who approve a promotion answer for: no model gets there without them.
    static final String PRODUCTION = "production";

    private static final String MOVES = "ALIAS_MOVES";

    private final TrackingTable table;
    private final ModelRegistry registry;
    private final InstantSource clock;

    GuardedAliases(TrackingTable table, ModelRegistry registry, InstantSource clock) {
        this.table = table;
        this.registry = registry;
        this.clock = clock;
    }

    /// Leads an alias to a version. A decision does so once: who asks again, since the answer was
    /// lost, is told of the move that was made.
    ///
    /// @param expected the version that it leads to now; null if the alias is not there
    /// @param sha256 digest of the model that was decided about, which the version must be
    /// @param evidence digest of the decision that allows it
    /// @throws TrackingException if it leads elsewhere by now, another move came after this
    ///   decision's, or there is no such version of that model
    AliasMove promote(
            String name,
            String alias,
            @Nullable String expected,
            String version,
            String sha256,
            String evidence,
            String by) {
        return table.retrying(
                "promoting version " + version + " of " + name,
                attempt -> {
                    Stored old = registry.stored(name);
                    RegisteredModel model = RegisteredModel.stored(old.document());
                    same(
                            ModelVersion.stored(
                                    registry.storedVersion(model, version).document(), name),
                            sha256);
                    Optional<AliasMove> made = made(moves(model, alias), evidence);
                    if (made.isPresent()) {
                        return made;
                    }
                    compare(model, alias, expected);
                    return move(old, model, alias, AliasMove.Kind.PROMOTE, version, evidence, by);
                });
    }

    private static Optional<AliasMove> made(List<AliasMove> moves, String evidence) {
        Optional<AliasMove> made =
                moves.stream().filter(move -> move.evidence().equals(evidence)).findFirst();
        if (made.isPresent() && !made.get().equals(moves.getLast())) {
            throw new TrackingException(
                    ErrorCode.RESOURCE_CONFLICT,
                    "version %s was promoted by this decision as move %d of the alias, and %d came after it: qualify it again, against the version that is there now"
                            .formatted(
                                    made.get().to(),
                                    made.get().number(),
                                    moves.size() - made.get().number()));
        }
        return made;
    }

    /// Takes the last promotion of an alias back that was not taken back yet.
    ///
    /// @param expected the version that the alias leads to now
    /// @throws TrackingException if it leads elsewhere by now, there is no promotion to take back,
    ///   or there was no version before it
    AliasMove rollback(String name, String alias, String expected, String by) {
        return table.retrying(
                "rolling " + alias + " of " + name + " back",
                attempt -> {
                    Stored old = registry.stored(name);
                    RegisteredModel model = RegisteredModel.stored(old.document());
                    compare(model, alias, expected);
                    String before =
                            AliasMove.standing(moves(model, alias))
                                    .map(AliasMove::from)
                                    .orElseThrow(() ->
                                            TrackingException.invalid(
                                                    "Registered model alias "
                                                            + alias
                                                            + " of "
                                                            + name
                                                            + " led to no version before; there is"
                                                            + " nothing to roll back to"));
                    registry.storedVersion(model, before);
                    return move(old, model, alias, AliasMove.Kind.ROLLBACK, before, "", by);
                });
    }

    private Optional<AliasMove> move(
            Stored old,
            RegisteredModel model,
            String alias,
            AliasMove.Kind kind,
            String to,
            String evidence,
            String by) {
        long now = clock.millis();
        List<AliasMove> before = moves(model, alias);
        AliasMove move =
                new AliasMove(
                        before.isEmpty() ? 1 : before.getLast().number() + 1,
                        kind,
                        model.aliases().get(alias),
                        to,
                        evidence,
                        by,
                        now);
        Map<String, String> aliases = new TreeMap<>(model.aliases());
        aliases.put(alias, to);
        List<Write> writes = new ArrayList<>();
        writes.add(new Write.Replace(old, model.aliased(aliases, now).document()));
        writes.add(new Write.Insert(key(model, alias, move.number()), move.document()));
        String from = move.from();
        if (alias.equals(PRODUCTION) && from != null && !from.equals(to)) {
            writes.add(unstaged(registry.storedVersion(model, from), model, now));
        }
        boolean done = table.write(writes.toArray(Write[]::new));
        return done ? Optional.of(move) : Optional.empty();
    }

    /// The version that production leaves is in MLflow's stage of that name no longer. It is
    /// written even if it was not: who puts it there at the same time has to look again.
    private static Write unstaged(Stored stored, RegisteredModel model, long now) {
        ModelVersion version = ModelVersion.stored(stored.document(), model.name());
        ModelVersion left =
                version.stage() == Stage.PRODUCTION ? version.at(Stage.ARCHIVED, now) : version;
        return new Write.Replace(stored, left.document());
    }

    private static void compare(RegisteredModel model, String alias, @Nullable String expected) {
        String found = model.aliases().get(alias);
        if (!Objects.equals(found, expected)) {
            throw new TrackingException(
                    ErrorCode.RESOURCE_CONFLICT,
                    "Registered model alias "
                            + alias
                            + " of "
                            + model.name()
                            + " leads to "
                            + (found == null ? "no version" : "version " + found)
                            + ", expected "
                            + (expected == null ? "no version" : "version " + expected)
                            + ": another promotion or rollback was first; look again, and compare"
                            + " with that version");
        }
    }

    /// A registered model that was deleted and made again counts its versions from 1 again.
    private static void same(ModelVersion version, String sha256) {
        String found = version.tags().get(GuardedVersions.DIGEST);
        if (!sha256.equals(found)) {
            throw TrackingException.missing(
                    "Model Version (name=%s, version=%d, %s=%s) not found: version %d is %s by now; qualify that"
                            .formatted(
                                    version.name(),
                                    version.number(),
                                    GuardedVersions.DIGEST,
                                    sha256,
                                    version.number(),
                                    found == null ? "without a digest" : "the model " + found));
        }
    }

    /// All moves of an alias, in their order.
    List<AliasMove> moves(RegisteredModel model, String alias) {
        return table.list(MOVES, prefix(model, alias)).stream()
                .map(stored -> AliasMove.stored(stored.document()))
                .toList();
    }

    /// Refuses to change a guarded alias without a gate.
    ///
    /// @throws TrackingException if it is guarded
    void refuse(RegisteredModel model, String alias) {
        if (alias.equals(PRODUCTION) || !table.list(MOVES, prefix(model, alias)).isEmpty()) {
            throw new TrackingException(
                    ErrorCode.PERMISSION_DENIED,
                    "Registered model alias "
                            + alias
                            + " of "
                            + model.name()
                            + " is guarded: it moves by promotion and rollback only, not by hand");
        }
    }

    private static String prefix(RegisteredModel model, String alias) {
        return model.uid() + "#" + alias + "#";
    }

    private static Key key(RegisteredModel model, String alias, int number) {
        return new Key(MOVES, prefix(model, alias) + "%08d".formatted(number));
    }
}
