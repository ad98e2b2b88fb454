package dev.roadloop.cli.terminal;

import java.nio.file.Path;
import java.util.regex.Pattern;

/// Paths in commands that people may copy.
public final class ShellWord {

    private static final Pattern PLAIN = Pattern.compile("[\\w./+:@%-]+");

    private ShellWord() {}

    /// A path as a shell takes it for one word.
    public static String of(Path path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
