package dev.roadloop.freeze.dvc;

import dev.roadloop.contracts.DatasetPaths;
import dev.roadloop.freeze.picture.PictureScan;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/// A folder as DVC 3 keeps it: the files in it, by content. Its `.dir` object is what Python's
/// `json.dumps` makes of the entries sorted by path: separators `", "` and `": "`, everything but
/// printable ASCII escaped. Python sorts by code points, Java's strings by UTF-16 units: they
/// differ for characters beyond U+FFFF.
///
/// Source: <https://dvc.org/doc/user-guide/project-structure/internal-files>; tests hold it to what
/// DVC itself wrote.
///
/// @param entries sorted by the code points of their paths
public record DvcFolder(List<Entry> entries) {
    /// A file.
    ///
    /// @param path within the folder, `/` between names
    /// @param md5 of its content, 32 hexadecimal digits
    /// @param bytes its size
    public record Entry(String path, String md5, long bytes) {
        /// @throws IllegalArgumentException when the path leads out of the folder
        public Entry {
            DatasetPaths.check(path);
        }
    }

    /// Sorts the entries.
    ///
    /// @throws IllegalArgumentException when two have the same path
    public DvcFolder {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing(Entry::path, DatasetPaths::compare));
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).path().equals(sorted.get(i - 1).path())) {
                throw new IllegalArgumentException(
                        "expected every path once, found " + sorted.get(i).path() + " twice");
            }
        }
        entries = List.copyOf(sorted);
    }

    /// The `.dir` object.
    public byte[] object() {
        StringBuilder json = new StringBuilder("[");
        for (Entry entry : entries) {
            json.append(json.length() > 1 ? ", " : "");
            json.append("{\"md5\": ");
            quote(entry.md5(), json);
            json.append(", \"relpath\": ");
            quote(entry.path(), json);
            json.append('}');
        }
        return json.append(']').toString().getBytes(StandardCharsets.US_ASCII);
    }

    /// The folder's address: the MD5 of its object, with `.dir` behind it.
    public String address() {
        return HexFormat.of().formatHex(PictureScan.md5().digest(object())) + ".dir";
    }

    /// The size of all files.
    public long bytes() {
        return entries.stream().mapToLong(Entry::bytes).sum();
    }

    /// A string as `json.dumps` writes it.
    private static void quote(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                case '\b' -> json.append("\\b");
                case '\f' -> json.append("\\f");
                default -> {
                    if (c >= ' ' && c <= '~') {
                        json.append(c);
                    } else {
                        json.append("\\u%04x".formatted((int) c));
                    }
                }
            }
        }
        json.append('"');
    }
}
