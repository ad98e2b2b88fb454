package dev.roadloop.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// Examples in the help of commands: a long one goes over several lines that a shell takes as one,
/// so that it can be copied.
final class HelpExamples {

    private static final String BEGIN = "  roadloop ";
    private static final String MORE = "      ";
    private static final int WIDTH = 80;

    private HelpExamples() {}

    /// Wraps the examples of a command and of all below it.
    static void wrap(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        List<String> lines = new ArrayList<>();
        for (String line : spec.usageMessage().footer()) {
            lines.addAll(line.startsWith(BEGIN) ? wrapped(line) : List.of(line));
        }
        spec.usageMessage().footer(lines.toArray(String[]::new));
        command.getSubcommands().values().stream().distinct().forEach(HelpExamples::wrap);
    }

    private static List<String> wrapped(String example) {
        List<String> lines = new ArrayList<>();
        String rest = example;
        while (rest.length() >= WIDTH) {
            int at = end(rest);
            if (at < 0) {
                break;
            }
            lines.add(rest.substring(0, at) + " \\");
            rest = MORE + rest.substring(at + 1);
        }
        lines.add(rest);
        return lines;
    }

    /// Where to break: before the last option or pipe that leaves room, else at the last space
    /// outside of quotes; -1 for nowhere.
    private static int end(String line) {
        int word = -1;
        int part = -1;
        boolean quoted = false;
        for (int i = MORE.length(); i < WIDTH - 2; i++) {
            char c = line.charAt(i);
            quoted ^= c == '\'';
            if (c == ' ' && !quoted) {
                word = i;
                if (line.startsWith("--", i + 1) || line.startsWith("|", i + 1)) {
                    part = i;
                }
            }
        }
        return part < 0 ? word : part;
    }
}
