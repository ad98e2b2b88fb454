package dev.roadloop.sweep.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.roadloop.domain.CallerException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweepFileTest {

    /// The shape of the examples in W&B's documentation.
    private static final String EXAMPLE =
            """
            program: train.py
            name: first-sweep
            method: bayes
            run_cap: 40
            metric:
              name: validation_loss
              goal: minimize
            parameters:
              learning_rate:
                distribution: log_uniform_values
                min: 1e-5
                max: 0.1
              batch_size:
                values: [16, 32, 64]
              optimizer:
                values: ["adam", "sgd"]
                probabilities: [0.75, 0.25]
              epochs:
                value: 5
              layers:
                min: 1
                max: 4
              dropout:
                min: 0.0
                max: 0.6
              head:
                parameters:
                  width:
                    distribution: q_uniform
                    min: 32
                    max: 256
                    q: 32
            early_terminate:
              type: hyperband
              min_iter: 3
            command:
              - ${env}
              - python
            """;

    private static SweepFile parse(String text) {
        return SweepFile.parse(text, "sweep.yaml");
    }

    private static String with(String parameter) {
        return "method: random\nmetric: {name: loss}\nparameters: {p: " + parameter + "}";
    }

    private static Domain domain(String parameter) {
        return java.util.Objects.requireNonNull(
                parse(with(parameter)).spec().parameters().get("p"));
    }

    @Test
    void readsAFileOfWeightsAndBiases() {
        SweepFile file = parse(EXAMPLE);
        SweepSpec spec = file.spec();
        assertThat(spec.name()).isEqualTo("first-sweep");
        assertThat(spec.method()).isEqualTo(Method.BAYES);
        assertThat(spec.runCap()).hasValue(40);
        assertThat(spec.goal()).isEqualTo(Goal.MINIMIZE);
        assertThat(spec.parameters())
                .containsEntry(
                        "learning_rate",
                        new Domain.Numeric(Span.uniform(1e-5, 0.1, 0, true, false)))
                .containsEntry(
                        "batch_size",
                        Domain.Choice.of(
                                List.of(
                                        IntNode.valueOf(16),
                                        IntNode.valueOf(32),
                                        IntNode.valueOf(64))))
                .containsEntry(
                        "optimizer",
                        new Domain.Choice(
                                List.of(TextNode.valueOf("adam"), TextNode.valueOf("sgd")),
                                List.of(0.75, 0.25)))
                .containsEntry("epochs", new Domain.Fixed(IntNode.valueOf(5)))
                .containsEntry("layers", new Domain.Numeric(Span.uniform(1, 4, 1, false, true)))
                .containsEntry("dropout", new Domain.Numeric(Span.uniform(0, 0.6, 0, false, false)))
                .containsEntry(
                        "head.width", new Domain.Numeric(Span.uniform(32, 256, 32, false, true)))
                .hasSize(7);
        assertThat(spec.early().rungs()).startsWith(3, 9, 27, 81);
        assertThat(spec.early().eta()).isEqualTo(3);
        assertThat(file.ignored())
                .containsExactlyInAnyOrder(
                        "'program' is ignored: trials run Roadloop's own training",
                        "'command' is ignored: trials run Roadloop's own training");
    }

    @Test
    void rungsAreAsHyperbandDocumentsThem() {
        String rest = "\nmethod: random\nmetric: {name: a}\nparameters: {p: {value: 1}}";
        assertThat(
                        parse(
                                        "early_terminate: {type: hyperband, s: 2, eta: 3, max_iter:"
                                                + " 27}"
                                                + rest)
                                .spec()
                                .early()
                                .rungs())
                .containsExactly(3, 9);
        assertThat(
                        parse(
                                        "early_terminate: {type: hyperband, min_iter: 2, eta: 2,"
                                                + " max_iter: 16}"
                                                + rest)
                                .spec()
                                .early()
                                .rungs())
                .containsExactly(2, 4, 8);
    }

    @Test
    void maxIterAndSGoBeforeMinIterAsInWeightsAndBiases() {
        SweepFile file = early("min_iter: 2, max_iter: 27, s: 2");
        assertThat(file.spec().early().rungs()).containsExactly(3, 9);
        assertThat(file.ignored())
                .containsExactly(
                        "'early_terminate.min_iter' is ignored: max_iter and s say the rungs");

        assertThat(early("min_iter: 2, s: 2").ignored())
                .containsExactly("'early_terminate.s' is ignored: it counts down from a max_iter");
    }

    @Test
    void anEarlyEndThatWouldCompareNothingIsRefused() {
        assertThatThrownBy(() -> early("max_iter: 2, s: 2"))
                .hasMessageContaining("early_terminate.max_iter: expected a rung before it");
        assertThatThrownBy(() -> early("min_iter: 5, max_iter: 4"))
                .hasMessageContaining("early_terminate.max_iter: expected a rung before it");
    }

    private static SweepFile early(String keys) {
        return parse(with("{value: 1}") + "\nearly_terminate: {type: hyperband, " + keys + "}");
    }

    @Test
    void whatADistributionDoesNotTakeIsRefusedByName() {
        assertThatThrownBy(() -> domain("{distribution: uniform, min: 0, max: 1, q: 0.1}"))
                .hasMessageContaining(
                        "parameters.p: q means nothing to uniform, which takes max, min");
        assertThatThrownBy(() -> domain("{value: 1, values: [1, 2]}"))
                .hasMessageContaining(
                        "parameters.p: values means nothing to constant, which takes value");
        assertThatThrownBy(() -> domain("{parameters: {a: {value: 1}}, min: 3}"))
                .hasMessageContaining("parameters.p: min means nothing to a group");
        assertThatThrownBy(() -> domain("{distribution: beta}"))
                .hasMessageContaining("q_uniform, uniform, found 'beta'");
        assertThatThrownBy(() ->
                        parse(
                                "method: grid\nmetric: {name: a}\nparameters: {p: {values: [1, 2],"
                                        + " probabilities: [0.25, 0.75]}}"))
                .hasMessageContaining("parameters.p.probabilities: a grid tries each value once");
    }

    @Test
    void twoParametersOfOneNameAreRefused() {
        assertThatThrownBy(() ->
                        parse(
                                "method: random\nmetric: {name: a}\nparameters: {g.p: {value: 1},"
                                        + " g: {parameters: {p: {value: 2}}}}"))
                .hasMessageContaining("parameters.g.parameters.p: expected a name of its own");
    }

    @Test
    void aLogarithmicNormalWithAStepHasNoZero() {
        assertThat(domain("{distribution: q_log_normal, mu: 1, sigma: 1, q: 4}"))
                .isInstanceOfSatisfying(
                        Domain.Numeric.class,
                        numeric -> assertThat(numeric.span().low()).isEqualTo(4));
        assertThatThrownBy(() -> domain("{distribution: q_log_normal, mu: 0, q: 4}"))
                .hasMessageContaining("expected a step up to 2.0, as more than half would be");
    }

    @Test
    void takesANumberWithAnExponentForANumber() {
        assertThat(domain("{values: [1e-3, 1.5e+2, abc, true]}"))
                .isEqualTo(
                        Domain.Choice.of(
                                List.of(
                                        DoubleNode.valueOf(1e-3),
                                        DoubleNode.valueOf(150),
                                        TextNode.valueOf("abc"),
                                        com.fasterxml.jackson.databind.node.BooleanNode.TRUE)));
    }

    @Test
    void namesAllThatIsWrongAtOnce() {
        assertThatThrownBy(() ->
                        parse(
                                """
                                method: simplex
                                metric: {goal: sideways}
                                colour: blue
                                parameters:
                                  a: {min: 3, max: 1}
                                  b: {distribution: beta}
                                  c: {values: [1, 2], probabilities: [0.5, 0.6]}
                                  d: {distribution: log_uniform_values, min: 0, max: 1}
                                  e: {vaules: [1]}
                                  f: {value: [1, 2]}
                                  g: {min: .nan, max: 1}
                                early_terminate: {type: envelope}
                                """))
                .isInstanceOf(CallerException.class)
                .hasMessageStartingWith("sweep.yaml: ")
                .hasMessageContaining("method: expected bayes, grid, random, found 'simplex'")
                .hasMessageContaining("metric.goal: expected maximize, minimize, found 'sideways'")
                .hasMessageContaining("metric.name: expected the name of a metric, found nothing")
                .hasMessageContaining("colour: unknown; known are")
                .hasMessageContaining("parameters.a: expected a minimum below a maximum")
                .hasMessageContaining("parameters.b.distribution: expected one of categorical")
                .hasMessageContaining("parameters.c.probabilities: expected as many numbers")
                .hasMessageContaining("parameters.d: expected a minimum above 0.0")
                .hasMessageContaining("parameters.e.vaules: unknown")
                .hasMessageContaining("parameters.f.value: expected a text, a finite number")
                .hasMessageContaining("parameters.g.min: expected a finite number, found 'NaN'")
                .hasMessageContaining("early_terminate.type: expected hyperband, found 'envelope'");
    }

    @Test
    void aGridOfEndlesslyManyIsRefused() {
        assertThatThrownBy(() ->
                        parse(
                                "method: grid\nmetric: {name: a}\nparameters: {p: {min: 0.0, max:"
                                        + " 1.0}}"))
                .hasMessageContaining("parameters.p: a grid needs values");
    }

    @Test
    void bombsAndForeignTypesAreRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThatThrownBy(() -> parse(bomb.toString()))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("aliases");
        assertThatThrownBy(() -> parse("a: ".repeat(1) + "[".repeat(5000)))
                .isInstanceOf(CallerException.class);
        assertThatThrownBy(() -> parse("x".repeat(300_000)))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("exceeds the limit");
        assertThatThrownBy(() -> parse("a: !!java.net.URL [\"http://127.0.0.1\"]"))
                .isInstanceOf(CallerException.class);
        assertThatThrownBy(() -> parse("parameters: &p {p: {parameters: *p}}\nmethod: random"))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("groups in each other");
        assertThatThrownBy(() -> parse("- 1")).hasMessageContaining("the file: expected a mapping");
        assertThatThrownBy(() -> parse("")).hasMessageContaining("found nothing");
    }
}
