package dev.roadloop.ingest.verify;

import java.util.Locale;
import java.util.StringJoiner;

/// Whether an archive's entry stays below the folder that it is unpacked in.
final class EntryNames {
    private EntryNames() {}

    /// Whether a name leads out of its folder, on any operating system: it is absolute, has a drive
    /// letter, or goes up further than down.
    static boolean leadsOut(String name) {
        String path = name.replace('\\', '/');
        if (path.startsWith("/")
                || path.indexOf('\0') >= 0
                || path.toLowerCase(Locale.ROOT).matches("[a-z]:.*")) {
            return true;
        }
        return depth(path, 0) < 0;
    }

    /// Whether a link leads out of the folder, seen from where it lies.
    ///
    /// @param symbolic whether the target is relative to the link's own folder, and not to the
    ///   archive's root
    static boolean linkLeadsOut(String name, String target, boolean symbolic) {
        String path = target.replace('\\', '/');
        if (path.startsWith("/") || path.toLowerCase(Locale.ROOT).matches("[a-z]:.*")) {
            return true;
        }
        String folder = name.replace('\\', '/');
        int start =
                symbolic
                        ? Math.max(0, depth(folder.substring(0, folder.lastIndexOf('/') + 1), 0))
                        : 0;
        return depth(path, start) < 0;
    }

    /// The name without what does not matter in it: `./a//b` and `a\\b` are `a/b`. Parts `..` stay.
    static String normal(String name) {
        StringJoiner normal = new StringJoiner("/");
        for (String part : name.replace('\\', '/').split("/")) {
            if (!part.isEmpty() && !part.equals(".")) {
                normal.add(part);
            }
        }
        return normal.toString();
    }

    /// The depth that a path ends at, or -1 as soon as it leaves its root.
    private static int depth(String path, int start) {
        int depth = start;
        for (String part : path.split("/")) {
            if (part.equals("..")) {
                depth--;
            } else if (!part.isEmpty() && !part.equals(".")) {
                depth++;
            }
            if (depth < 0) {
                return -1;
            }
        }
        return depth;
    }
}
