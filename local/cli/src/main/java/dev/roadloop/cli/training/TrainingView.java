package dev.roadloop.cli.training;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.cli.terminal.Amounts;
import dev.roadloop.cli.terminal.ProgressBar;
import dev.roadloop.cli.terminal.Screen;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Shows a training from the lines that its process prints: a bar on a terminal, elsewhere a line
/// for each tenth, and after each minute without one.
public final class TrainingView implements Consumer<String> {

    private static final int BAR = 30;
    private static final int LINES = 10;
    private static final double MINUTE = 60;

    private final Screen screen;
    private final @Nullable PrintWriter plain;
    private double loss = Double.NaN;
    private double rate;
    private double waited;
    private long said = -1;
    private double quiet;

    /// @param screen a bar is drawn there if it is live
    /// @param plain where lines go if not; nowhere if absent
    public TrainingView(Screen screen, @Nullable PrintWriter plain) {
        this.screen = screen;
        this.plain = plain;
    }

    @Override
    public void accept(String line) {
        JsonNode event = EventLine.read(line);
        switch (event.path("event").asText()) {
            case "step" -> step(event);
            case "validation" ->
                    say(
                            "step %d: validation loss %.3f%s"
                                    .formatted(
                                            event.path("step").asLong(),
                                            event.path("loss").asDouble(),
                                            event.has("areaIou")
                                                    ? ", areas' mean IoU %.3f"
                                                            .formatted(
                                                                    event.path("areaIou")
                                                                            .asDouble())
                                                    : ""));
            case "resumed" -> {
                say("goes on at step " + event.path("step").asLong());
                event.path("damaged").forEach(why -> say("passed over: " + why.asText()));
            }
            case "rollback" ->
                    say(
                            "step %d: the loss was no number, back to step %d"
                                    .formatted(
                                            event.path("from").asLong(),
                                            event.path("to").asLong()));
            case "passed_over" ->
                    say(
                            "step %d: passed over, losses are scaled by %.0f from here on"
                                    .formatted(
                                            event.path("step").asLong(),
                                            event.path("scale").asDouble()));
            case "warning" -> say(event.path("message").asText());
            default -> {}
        }
    }

    /// Removes the bar.
    public void end() {
        screen.clear();
    }

    private void step(JsonNode event) {
        long step = event.path("step").asLong();
        long steps = Math.max(1, event.path("steps").asLong());
        double now = event.path("loss").asDouble();
        loss = Double.isNaN(loss) ? now : 0.9 * loss + 0.1 * now;
        rate = event.path("seconds").asDouble();
        waited = event.path("waited").asDouble();
        String left =
                Amounts.time(
                        Duration.ofMillis((long) (1000 * event.path("etaSeconds").asDouble())));
        String text =
                String.format(
                        Locale.ROOT,
                        "step %d of %d  loss %.3f  %.0f ms/step, %.0f ms waiting  %s left",
                        step,
                        steps,
                        loss,
                        1000 * rate,
                        1000 * waited,
                        left);
        if (screen.live()) {
            screen.draw(List.of(ProgressBar.of((double) step / steps, BAR) + " " + text));
            return;
        }
        quiet += rate;
        if (step * LINES / steps != said || quiet >= MINUTE) {
            said = step * LINES / steps;
            quiet = 0;
            say(text);
        }
    }

    private void say(String line) {
        if (screen.live()) {
            screen.say(line);
        } else if (plain != null) {
            plain.println(line);
            plain.flush();
        }
    }
}
