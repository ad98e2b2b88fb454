package dev.roadloop.training.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.domain.TransientException;
import dev.roadloop.training.api.ErrorCode;
import dev.roadloop.training.api.TrackingException;
import dev.roadloop.training.store.TestTable;
import dev.roadloop.training.store.TrackingTable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Promotions and rollbacks, one after another and at the same time. `-Dregistry.races=200` lets
/// more of them race.
class GuardedAliasesTest {

    private static final int ROUNDS = Integer.getInteger("registry.races", 4);
    private static final int WRITERS = 5;
    private static final int OPERATIONS = 6;
    private static final int VERSIONS = 4;
    private static final String NAME = "detector";
    private static final String ALIAS = "production";
    private static final String MODEL = "b".repeat(64);

    private int decisions;
    private final TestTable table = new TestTable();
    private final ModelRegistry registry = new ModelRegistry(table.open(), InstantSource.system());
    private final GuardedAliases aliases = guarded();

    @BeforeEach
    void register() {
        registry.create(NAME, Map.of(), "");
        for (int i = 0; i < VERSIONS; i++) {
            registry.createVersion(
                    NAME,
                    Map.of("source", "s3://b/m" + i),
                    Map.of(GuardedVersions.DIGEST, MODEL),
                    "");
        }
    }

    @AfterEach
    void close() {
        table.close();
    }

    private GuardedAliases guarded() {
        TrackingTable own = table.open();
        return new GuardedAliases(
                own, new ModelRegistry(own, InstantSource.system()), InstantSource.system());
    }

    @Test
    void rollbacksTakePromotionsBackOneByOne() {
        promote(null, "1");
        promote("1", "2");
        promote("2", "3");

        assertThat(aliases.rollback(NAME, ALIAS, "3", "me").to()).isEqualTo("2");
        promote("2", "4");
        assertThat(aliases.rollback(NAME, ALIAS, "4", "me").to()).isEqualTo("2");
        assertThat(aliases.rollback(NAME, ALIAS, "2", "me").to()).isEqualTo("1");
        assertThat(current()).isEqualTo("1");
        assertThatThrownBy(() -> aliases.rollback(NAME, ALIAS, "1", "me"))
                .isInstanceOf(TrackingException.class)
                .hasMessageContaining("nothing to roll back to");
        assertThat(aliases.moves(registry.get(NAME), ALIAS))
                .extracting(AliasMove::number)
                .containsExactly(1, 2, 3, 4, 5, 6, 7);
    }

    @Test
    void aPromotionThatExpectedAnotherVersionIsRefused() {
        promote(null, "1");

        for (String expected : new String[] {null, "2"}) {
            assertThatThrownBy(() -> promote(expected, "3"))
                    .isInstanceOfSatisfying(
                            TrackingException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_CONFLICT))
                    .hasMessageContaining("leads to version 1");
        }
        assertThatThrownBy(() -> promote("1", "9")).hasMessageContaining("version=9) not found");
        assertThat(current()).isEqualTo("1");
    }

    @Test
    void aVersionThatIsAnotherModelByNowIsNotPromoted() {
        String other = "c".repeat(64);
        registry.delete(NAME, model -> {});
        registry.create(NAME, Map.of(), "");
        registry.createVersion(NAME, Map.of(), Map.of(GuardedVersions.DIGEST, other), "");
        registry.createVersion(NAME, Map.of(), Map.of(), "");

        for (String version : new String[] {"1", "2", "3"}) {
            assertThatThrownBy(() -> promote(null, version))
                    .isInstanceOfSatisfying(
                            TrackingException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_DOES_NOT_EXIST));
        }
        assertThatThrownBy(() -> promote(null, "1")).hasMessageContainingAll(MODEL, other);
        assertThat(current()).isNull();
    }

    @Test
    void theStageProductionIsLeftWithTheAlias() {
        promote(null, "1");
        stage("1", Stage.PRODUCTION);
        promote("1", "2");
        assertThat(stage("1")).isEqualTo(Stage.ARCHIVED);
        stage("2", Stage.PRODUCTION);
        stage("1", Stage.STAGING);

        aliases.rollback(NAME, ALIAS, "2", "me");

        assertThat(stage("2")).isEqualTo(Stage.ARCHIVED);
        assertThat(stage("1")).as("not looked at").isEqualTo(Stage.STAGING);
    }

    @Test
    void aDecisionPromotesOnceAndWhoAsksAgainIsToldOfThatMove() {
        promote(null, "1");
        AliasMove made = aliases.promote(NAME, ALIAS, "1", "2", MODEL, "e", "me");

        assertThat(aliases.promote(NAME, ALIAS, "1", "2", MODEL, "e", "me")).isEqualTo(made);
        aliases.rollback(NAME, ALIAS, "2", "me");
        // What was rolled back stays so, although the alias leads where the decision expects.
        assertThatThrownBy(() -> aliases.promote(NAME, ALIAS, "1", "2", MODEL, "e", "me"))
                .isInstanceOfSatisfying(
                        TrackingException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_CONFLICT))
                .hasMessageContaining("as move 2 of the alias, and 1 came after it");
        assertThat(current()).isEqualTo("1");
        assertThat(aliases.moves(registry.get(NAME), ALIAS)).hasSize(3);
    }

    @Test
    void theRecordOfMovesOutlivesANewName() {
        promote(null, "1");
        promote("1", "2");
        registry.rename(NAME, "other");

        assertThat(aliases.rollback("other", ALIAS, "2", "me").number()).isEqualTo(3);
    }

    @Test
    @Tag("slow")
    void promotionsAndRollbacksAtOnceLeaveAStateThatOneOrderExplains() throws Exception {
        int made = 0;
        int lost = 0;
        for (int round = 0; round < ROUNDS; round++) {
            String alias = "race-" + round;
            List<Attempt> attempts = race(alias, round);
            List<AliasMove> moves = aliases.moves(registry.get(NAME), alias);
            assertOneAfterAnother(moves, registry.get(NAME).aliases().get(alias));
            assertSeenAsTheyWere(attempts, moves);
            made += moves.size();
            lost += attempts.size() - moves.size();
        }
        assertThat(made).isGreaterThan(3 * ROUNDS);
        assertThat(lost).isPositive();
        assertThat(registry.get(NAME).tags()).containsEntry("noise", "done");
    }

    /// Something that a writer tried.
    ///
    /// @param expected what it took for the alias's version
    /// @param move what it was told that it had done; null if it was refused
    private record Attempt(
            long begun, long ended, @Nullable String expected, @Nullable AliasMove move) {}

    private List<Attempt> race(String alias, int seed) throws Exception {
        List<Attempt> attempts = Collections.synchronizedList(new ArrayList<>());
        List<Callable<Void>> writers = new ArrayList<>();
        for (int writer = 0; writer < WRITERS; writer++) {
            Random random = new Random(seed * 100L + writer);
            GuardedAliases own = guarded();
            writers.add(() -> {
                for (int i = 0; i < OPERATIONS; i++) {
                    attempt(own, alias, random, attempts);
                }
                return null;
            });
        }
        writers.add(() -> {
            for (int i = 0; i < OPERATIONS; i++) {
                String value = i == OPERATIONS - 1 ? "done" : "" + i;
                registry.update(NAME, (model, now) -> model.tagged(Map.of("noise", value), now));
            }
            return null;
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> future : threads.invokeAll(writers)) {
                future.get();
            }
        }
        return attempts;
    }

    private void attempt(GuardedAliases own, String alias, Random random, List<Attempt> attempts) {
        long begun = System.nanoTime();
        String expected = registry.get(NAME).aliases().get(alias);
        AliasMove move = null;
        try {
            move =
                    expected != null && random.nextInt(3) == 0
                            ? own.rollback(NAME, alias, expected, "r")
                            : own.promote(
                                    NAME,
                                    alias,
                                    expected,
                                    Integer.toString(1 + random.nextInt(VERSIONS)),
                                    MODEL,
                                    "%032x%032x".formatted(random.nextLong(), begun),
                                    "p");
        } catch (TrackingException | TransientException refused) {
            // Somebody else was first, or there is nothing to roll back to.
            assertThat(refused.getMessage()).isNotBlank();
        }
        attempts.add(new Attempt(begun, System.nanoTime(), expected, move));
    }

    /// The record itself is the order: each move begins where the one before ended, and does what
    /// it would do alone.
    private static void assertOneAfterAnother(List<AliasMove> moves, @Nullable String end) {
        String state = null;
        for (int i = 0; i < moves.size(); i++) {
            AliasMove move = moves.get(i);
            assertThat(move.number()).isEqualTo(i + 1);
            assertThat(move.from()).isEqualTo(state);
            if (move.kind() == AliasMove.Kind.ROLLBACK) {
                assertThat(AliasMove.standing(moves.subList(0, i)).orElseThrow().from())
                        .isEqualTo(move.to());
            }
            state = move.to();
        }
        assertThat(end).isEqualTo(state);
    }

    /// Whoever was told of a move finds it in the record, whoever was not finds none of his, and
    /// what ended before another began comes before it.
    private static void assertSeenAsTheyWere(List<Attempt> attempts, List<AliasMove> moves) {
        List<Attempt> made = attempts.stream().filter(attempt -> attempt.move() != null).toList();
        assertThat(made).extracting(Attempt::move).containsExactlyInAnyOrderElementsOf(moves);
        for (Attempt one : made) {
            assertThat(Objects.requireNonNull(one.move()).from()).isEqualTo(one.expected());
            for (Attempt other : made) {
                if (one.ended() < other.begun()) {
                    assertThat(Objects.requireNonNull(one.move()).number())
                            .isLessThan(Objects.requireNonNull(other.move()).number());
                }
            }
        }
    }

    private void promote(@Nullable String expected, String version) {
        aliases.promote(NAME, ALIAS, expected, version, MODEL, "decision " + ++decisions, "me");
    }

    private void stage(String version, Stage stage) {
        registry.updateVersion(NAME, version, (old, now) -> old.at(stage, now));
    }

    private Stage stage(String version) {
        return registry.version(NAME, version).stage();
    }

    private @Nullable String current() {
        return registry.get(NAME).aliases().get(ALIAS);
    }
}
