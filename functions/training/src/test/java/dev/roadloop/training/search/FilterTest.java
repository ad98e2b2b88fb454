package dev.roadloop.training.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.training.api.TrackingException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class FilterTest {
    private static final Vocabulary VOCABULARY =
            new Vocabulary(
                    Entity.OF_RUNS,
                    Set.of("status", "run_id"),
                    Set.of("start_time"),
                    Map.of("Created", "start_time"),
                    Set.of("run_id"),
                    Set.of(Entity.DATASET),
                    Set.of(Entity.PARAMETER, Entity.TAG));

    private record Thing(Map<String, Double> numbers, Map<String, String> texts) implements Row {
        @Override
        public Optional<Double> number(Field field) {
            return Optional.ofNullable(numbers.get(field.key()));
        }

        @Override
        public Optional<String> text(Field field) {
            return Optional.ofNullable(texts.get(field.key()));
        }
    }

    private static final Thing THING =
            new Thing(
                    Map.of("loss", 0.25, "nan", Double.NaN, "start_time", 5.0),
                    Map.of(
                            "net",
                            "fpn_50%",
                            "face",
                            "a😀b",
                            "status",
                            "FINISHED",
                            "a b",
                            "c",
                            "run_id",
                            "r1"));

    private static boolean holds(String filter) {
        return Filter.parse(filter, VOCABULARY).accepts(THING);
    }

    @Test
    void nothingIsEqualToWhatIsNotThere() {
        assertThat(holds("metrics.none = 1")).isFalse();
        assertThat(holds("metrics.none != 1")).isFalse();
        assertThat(holds("params.none != 'x'")).isFalse();
        assertThat(holds("params.none IS NULL")).isTrue();
        assertThat(holds("params.net IS NOT NULL")).isTrue();
    }

    @Test
    void notANumberIsNeitherLessNorMoreNorEqual() {
        assertThat(holds("metrics.nan < 1")).isFalse();
        assertThat(holds("metrics.nan >= 1")).isFalse();
        assertThat(holds("metrics.nan = 1")).isFalse();
    }

    @Test
    void patternsKnowTwoSpecialCharactersAndTakeAllOthersAsTheyAre() {
        assertThat(holds("params.net LIKE 'fpn%'")).isTrue();
        assertThat(holds("params.net LIKE 'FPN%'")).isFalse();
        assertThat(holds("params.net ILIKE 'FPN%'")).isTrue();
        assertThat(holds("params.net LIKE 'fpn.50.'")).isFalse();
        assertThat(holds("params.net LIKE 'fpn_50_'")).isTrue();
        assertThat(holds("params.face LIKE '%😀b' AND params.face ILIKE 'A_B'")).isTrue();
    }

    @Test
    void keysMayBeQuotedAndAttributesMayComeAlone() {
        assertThat(holds("tags.`a b` = 'c' AND tags.\"a b\" = \"c\"")).isTrue();
        assertThat(holds("status = 'FINISHED' and attributes.status != 'x' and Created < 6"))
                .isTrue();
        assertThat(holds("run_id IN ('r1', 'r2') AND run_id NOT IN ('r3')")).isTrue();
    }

    @Test
    void aTupleOfOneMayEndAsPythonPrintsIt() {
        assertThat(holds("run_id IN ('r1',)")).isTrue();
        assertThat(holds("run_id NOT IN ('r1', )")).isFalse();
        assertThatThrownBy(() -> holds("run_id IN (,)")).hasMessageContaining("quoted");
        assertThatThrownBy(() -> holds("run_id IN ()")).hasMessageContaining("quoted");
        assertThatThrownBy(() -> holds("run_id IN ('r1',,)")).hasMessageContaining("quoted");
    }

    @Test
    void whatMlflowRefusesIsRefused() {
        for (String filter :
                List.of(
                        "METRICS.loss < 1",
                        "metrics.loss <> 1",
                        "metrics.loss == 1",
                        "metrics.loss IS NULL",
                        "status IS NOT NULL",
                        "metrics.loss < +1",
                        "metrics.loss < 1f",
                        "metrics.loss < 0x1p3",
                        "metrics.loss < 1_000",
                        "metrics.loss LIKE '1'",
                        "params.net > 'a'",
                        "params.net IN ('a')")) {
            assertThatThrownBy(() -> holds(filter), filter).isInstanceOf(TrackingException.class);
        }
        assertThat(holds("metrics.loss < 1e+16 AND metrics.loss >= -.5 AND metrics.loss < 1."))
                .isTrue();
    }

    @Test
    @Timeout(10)
    void aPatternOfManyWildcardsDoesNotTakeForEver() {
        Row row = new Thing(Map.of(), Map.of("long", "a".repeat(8000)));

        assertThat(
                        Filter.parse("params.long LIKE '" + "%a".repeat(50) + "b'", VOCABULARY)
                                .accepts(row))
                .isFalse();
        assertThat(
                        Filter.parse("params.long LIKE '" + "%a_".repeat(50) + "%'", VOCABULARY)
                                .accepts(row))
                .isTrue();
    }

    @Property(tries = 2000, seed = "20261122")
    void aPatternMatchesWhatItsRegularExpressionDoes(
            @ForAll @Chars({'a', 'b', 'B'}) @StringLength(max = 8) String text,
            @ForAll @Chars({'a', 'b', '%', '_'}) @StringLength(max = 6) String like) {
        String regex = like.replace("%", ".*").replace("_", ".");

        assertThat(new Thing(Map.of(), Map.of("t", text)))
                .satisfies(row -> {
                    assertThat(
                                    Filter.parse("params.t LIKE '" + like + "'", VOCABULARY)
                                            .accepts(row))
                            .isEqualTo(text.matches(regex));
                    assertThat(
                                    Filter.parse("params.t ILIKE '" + like + "'", VOCABULARY)
                                            .accepts(row))
                            .isEqualTo(text.matches("(?i)" + regex));
                });
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatThrownBy(() -> holds("metrics.loss < 'a'"))
                .isInstanceOf(TrackingException.class)
                .hasMessageContaining("loss")
                .hasMessageContaining("numeric");
        assertThatThrownBy(() -> holds("params.net = fpn"))
                .hasMessageContaining("quoted")
                .hasMessageContaining("net");
        assertThatThrownBy(() -> holds("nonsense.x = 1")).hasMessageContaining("nonsense");
        assertThatThrownBy(() -> holds("status = 'a' OR status = 'b'")).hasMessageContaining("AND");
        assertThatThrownBy(() -> holds("status = 'a")).hasMessageContaining("never closed");
        assertThatThrownBy(() -> holds("bogus = 'a'"))
                .hasMessageContaining("bogus")
                .hasMessageContaining("status");
    }

    @Test
    void missingValuesComeLastInEitherDirection() {
        Thing none = new Thing(Map.of(), Map.of("id", "none"));
        Thing one = new Thing(Map.of("m", 1.0), Map.of("id", "one"));
        Thing two = new Thing(Map.of("m", 2.0), Map.of("id", "two"));
        Thing nan = new Thing(Map.of("m", Double.NaN), Map.of("id", "nan"));
        assertThat(sorted("metrics.m", none, nan, two, one))
                .containsExactly("one", "two", "nan", "none");
        assertThat(sorted("metrics.m DESC", none, nan, one, two))
                .containsExactly("two", "one", "nan", "none");
    }

    private static List<String> sorted(String order, Thing... things) {
        Comparator<Thing> comparator = Ordering.parse(List.of(order), VOCABULARY, (a, b) -> 0);
        return java.util.Arrays.stream(things)
                .sorted(comparator)
                .map(thing -> thing.texts().get("id"))
                .toList();
    }

    @Property(tries = 2000, seed = "20261121")
    void anyTextIsEitherAFilterOrRefused(@ForAll("filters") String text) {
        try {
            Filter.parse(text, VOCABULARY).accepts(THING);
        } catch (TrackingException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    @Provide
    Arbitrary<String> filters() {
        return Arbitraries.of(
                        "metrics.",
                        "params",
                        "tags.`",
                        "a b",
                        "`",
                        "'x'",
                        "\"",
                        "status",
                        ".",
                        "=",
                        "!=",
                        "<",
                        ">=",
                        " ",
                        "AND",
                        "and",
                        "LIKE",
                        "IN",
                        "(",
                        ")",
                        ",",
                        "NOT",
                        "IS",
                        "NULL",
                        "1",
                        "-1.5e3",
                        "1e",
                        "é",
                        ";",
                        "loss",
                        "\n",
                        "run_id",
                        "%")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Property(seed = "20261121")
    void pagesTogetherAreTheWholeWhateverTheirSize(
            @ForAll List<Integer> numbers,
            @ForAll @net.jqwik.api.constraints.IntRange(min = 1, max = 7) int size) {
        List<Integer> all = numbers.stream().distinct().toList();
        List<Integer> collected = new java.util.ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<Integer> page = Page.of(all, token, size, String::valueOf);
            collected.addAll(page.elements());
            token = Optional.of(page.nextToken()).filter(text -> !text.isEmpty());
        } while (token.isPresent());
        assertThat(collected).isEqualTo(all);
    }

    @Test
    void aPageGoesOnBehindTheLastElementThoughOthersCameIn() {
        Page<String> first = Page.of(List.of("b", "d", "f"), Optional.empty(), 2, id -> id);
        Page<String> second =
                Page.of(
                        List.of("a", "b", "c", "d", "e", "f"),
                        Optional.of(first.nextToken()),
                        5,
                        id -> id);
        assertThat(second.elements()).containsExactly("e", "f");
    }
}
