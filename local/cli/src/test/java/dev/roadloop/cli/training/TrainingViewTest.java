package dev.roadloop.cli.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.cli.terminal.Screen;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TrainingViewTest {
    private final StringWriter text = new StringWriter();

    @Test
    void aTerminalShowsStepLossAndTheTimeThatIsLeft() {
        TrainingView view = new TrainingView(new Screen(new PrintWriter(text), true), null);

        view.accept(step(50, 2.0));
        view.accept("a native library prints");
        view.accept(step(51, 1.0));

        assertThat(text.toString())
                .contains("step 50 of 200  loss 2.000  250 ms/step, 10 ms waiting  1:15 left")
                .contains("step 51 of 200  loss 1.900");
    }

    @Test
    void elsewhereEachTenthIsALineAndWhatHappensToo() {
        PrintWriter out = new PrintWriter(text);
        TrainingView view = new TrainingView(new Screen(out, false), out);

        for (int step = 1; step <= 200; step++) {
            view.accept(step(step, 1.0));
        }
        view.accept("{\"event\":\"rollback\",\"from\":120,\"to\":100}");
        view.accept("{\"event\":\"resumed\",\"step\":100,\"damaged\":[\"110: cut\"]}");

        assertThat(text.toString().lines().filter(line -> line.contains(" left"))).hasSize(11);
        assertThat(text.toString())
                .contains(
                        "step 120: the loss was no number, back to step 100",
                        "goes on at step 100",
                        "passed over: 110: cut");
    }

    @Test
    void elsewhereNoMinutePassesWithoutALine() {
        PrintWriter out = new PrintWriter(text);
        TrainingView view = new TrainingView(new Screen(out, false), out);

        for (int step = 1; step < 20; step++) {
            view.accept(step(step, 1.0, 30));
        }

        assertThat(text.toString().lines().map(line -> line.substring(0, line.indexOf(" of"))))
                .containsExactly(
                        "step 1", "step 3", "step 5", "step 7", "step 9", "step 11", "step 13",
                        "step 15", "step 17", "step 19");
    }

    private static String step(int step, double loss) {
        return step(step, loss, 0.25);
    }

    private static String step(int step, double loss, double seconds) {
        return "{\"event\":\"step\",\"step\":%d,\"steps\":200,\"loss\":%s,\"seconds\":%s,\"waited\":0.01,\"etaSeconds\":75}"
                .formatted(step, loss, seconds);
    }
}
