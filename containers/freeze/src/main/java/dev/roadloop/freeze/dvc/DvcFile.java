package dev.roadloop.freeze.dvc;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A `.dvc` file: what Git keeps in a folder's place.
///
/// @param address the folder's `.dir` object
/// @param bytes the size of its files
/// @param files how many there are
/// @param path the folder, beside the file
public record DvcFile(String address, long bytes, int files, String path) {
    private static final Pattern ADDRESS = Pattern.compile("(?m)^- md5: ([0-9a-f]{32}\\.dir)$");
    private static final Pattern BYTES = Pattern.compile("(?m)^ {2}size: (\\d{1,18})$");
    private static final Pattern FILES = Pattern.compile("(?m)^ {2}nfiles: (\\d{1,9})$");
    private static final Pattern PATH = Pattern.compile("(?m)^ {2}path: '?([^'\\n]+)'?$");
    private static final Pattern PLAIN = Pattern.compile("[a-z][a-z0-9_-]*");
    private static final Pattern WORD = Pattern.compile("true|false|null|yes|no|on|off|y|n");

    /// The file of a folder.
    public static DvcFile of(DvcFolder folder, String path) {
        return new DvcFile(folder.address(), folder.bytes(), folder.entries().size(), path);
    }

    /// The file's text, as DVC 3 writes it.
    public String text() {
        boolean plain = PLAIN.matcher(path).matches() && !WORD.matcher(path).matches();
        return "outs:\n- md5: %s\n  size: %d\n  nfiles: %d\n  hash: md5\n  path: %s\n"
                .formatted(address, bytes, files, plain ? path : "'" + path + "'");
    }

    /// Reads what [#text] wrote.
    ///
    /// @return empty if it is something else
    public static Optional<DvcFile> read(String text) {
        Matcher address = ADDRESS.matcher(text);
        Matcher bytes = BYTES.matcher(text);
        Matcher files = FILES.matcher(text);
        Matcher path = PATH.matcher(text);
        if (!address.find() || !bytes.find() || !files.find() || !path.find()) {
            return Optional.empty();
        }
        return Optional.of(
                new DvcFile(
                        address.group(1),
                        Long.parseLong(bytes.group(1)),
                        Integer.parseInt(files.group(1)),
                        path.group(1)));
    }
}
