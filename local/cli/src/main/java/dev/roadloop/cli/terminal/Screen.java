package dev.roadloop.cli.terminal;

import java.io.Console;
import java.io.PrintWriter;
import java.util.List;

/// Where a command shows how its work stands: on a terminal, a block of lines that is redrawn in
/// place; elsewhere nothing but the lines that are said.
///
/// Not thread-safe.
public final class Screen {

    private static final String ERASE_DOWN = "\r\u001b[J";

    /// The terminal cuts long lines instead of wrapping them, or the block would be higher than the
    /// lines that it is counted to have.
    private static final String CUT = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    private final PrintWriter out;
    private final boolean live;
    private List<String> block = List.of();

    /// @param live whether `out` is a terminal that understands cursor movements
    public Screen(PrintWriter out, boolean live) {
        this.out = out;
        this.live = live;
    }

    /// A screen on the process's output.
    public static Screen on(PrintWriter out) {
        return new Screen(out, isTerminal());
    }

    /// Whether the process talks to a person at a terminal that can be redrawn.
    @SuppressWarnings("SystemConsoleNull") // JDK 25 gives null again where nobody is interactive.
    public static boolean isTerminal() {
        Console console = System.console();
        return console != null
                && console.isTerminal()
                && !System.getenv().getOrDefault("TERM", "dumb").equals("dumb");
    }

    /// Whether [#draw] shows anything.
    public boolean live() {
        return live;
    }

    /// Replaces the block of lines at the bottom; without effect where nothing can be redrawn.
    public void draw(List<String> lines) {
        if (!live || lines.equals(block)) {
            return;
        }
        out.print(erased() + CUT);
        lines.forEach(out::println);
        out.print(WRAP);
        out.flush();
        block = List.copyOf(lines);
    }

    /// Prints a line that stays, above the block.
    public void say(String line) {
        List<String> kept = block;
        out.print(erased());
        block = List.of();
        out.println(line);
        out.flush();
        draw(kept);
    }

    /// Removes the block.
    public void clear() {
        out.print(erased());
        out.flush();
        block = List.of();
    }

    /// Leaves the block as it stands; what comes next goes below it.
    public void keep() {
        block = List.of();
    }

    private String erased() {
        return block.isEmpty() ? "" : "\u001b[" + block.size() + "A" + ERASE_DOWN;
    }
}
