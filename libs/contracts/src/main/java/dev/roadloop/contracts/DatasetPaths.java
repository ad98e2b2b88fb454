package dev.roadloop.contracts;

/// Which paths a dataset may have: those that mean one file below its folder on every system.
public final class DatasetPaths {
    /// Most UTF-16 units of a path.
    public static final int MAX_CHARACTERS = 512;

    private DatasetPaths() {}

    /// @throws IllegalArgumentException when the path is absolute, leads out of its folder, or has
    ///   characters that a system forbids
    public static void check(String path) {
        boolean usable =
                !path.isEmpty()
                        && path.length() <= MAX_CHARACTERS
                        && path.chars().noneMatch(c -> c < ' ' || c == 0x7f || c == '\\')
                        && pairedSurrogates(path);
        for (String name : path.split("/", -1)) {
            usable &= !name.isEmpty() && !name.equals(".") && !name.equals("..");
        }
        if (!usable) {
            String shown = path.length() > 80 ? path.substring(0, 80) + "…" : path;
            throw new IllegalArgumentException(
                    "path \"%s\": expected up to %d characters, names with / between them, none of them empty, . or .., no control character and no backslash"
                            .formatted(shown.replaceAll("\\p{Cntrl}", "?"), MAX_CHARACTERS));
        }
    }

    /// Compares by code points, as Python and UTF-8 do. Java's own order puts characters beyond
    /// U+FFFF before those from U+E000 on.
    public static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean xHigh = Character.isSurrogate(x);
                return xHigh == Character.isSurrogate(y) ? Character.compare(x, y) : xHigh ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    private static boolean pairedSurrogates(String path) {
        return path.codePoints().noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
    }
}
