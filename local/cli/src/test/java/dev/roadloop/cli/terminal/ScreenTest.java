package dev.roadloop.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScreenTest {

    private final StringWriter text = new StringWriter();

    @Test
    void redrawsABlockInPlaceOnATerminal() {
        Screen screen = screen(true);

        screen.draw(List.of("one", "two"));
        screen.draw(List.of("three", "four"));

        assertThat(shown()).isEqualTo("three\nfour\n");
    }

    @Test
    void saysLinesAboveTheBlock() {
        Screen screen = screen(true);

        screen.draw(List.of("bar"));
        screen.say("said");

        assertThat(shown()).isEqualTo("said\nbar\n");
    }

    @Test
    void keepsABlockThatIsDone() {
        Screen screen = screen(true);

        screen.draw(List.of("done"));
        screen.keep();
        screen.draw(List.of("next"));

        assertThat(shown()).isEqualTo("done\nnext\n");
    }

    @Test
    void drawsNothingButWhatIsSaidWhereNothingCanBeRedrawn() {
        Screen screen = screen(false);

        screen.draw(List.of("bar"));
        screen.say("said");
        screen.clear();

        assertThat(text.toString()).isEqualTo("said" + System.lineSeparator());
    }

    private Screen screen(boolean live) {
        return new Screen(new PrintWriter(text), live);
    }

    /// What a terminal shows after all that was printed, as far as it is told to move: up, erase.
    private String shown() {
        StringBuilder lines = new StringBuilder();
        String left = text.toString().replace("\u001b[?7l", "").replace("\u001b[?7h", "");
        while (!left.isEmpty()) {
            if (left.startsWith("\u001b[")) {
                int up = Integer.parseInt(left.substring(2, left.indexOf('A')));
                for (int i = 0; i < up; i++) {
                    lines.setLength(lines.lastIndexOf("\n", lines.length() - 2) + 1);
                }
                assertThat(left.substring(left.indexOf('A') + 1)).startsWith("\r\u001b[J");
                left = left.substring(left.indexOf('J') + 1);
            } else {
                lines.append(left.charAt(0));
                left = left.substring(1);
            }
        }
        return lines.toString();
    }
}
