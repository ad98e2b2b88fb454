package dev.roadloop.ingest.verify;

import dev.roadloop.contracts.QuarantineReason;
import dev.roadloop.ingest.verify.VerifyFile.Unfit;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The entries of one archive seen so far, and what is wrong with them: names that lead out of the
/// folder, links that do, entries that lie below a link, so that where they land depends on it, and
/// names that come twice, of which an unpacker keeps one and loses the other.
///
/// Memory: the names, up to [#MAX_NAMES] characters of them.
final class ArchiveEntries {
    static final int MAX_ENTRIES = 20_000;
    private static final int MAX_NAMES = 16 << 20;

    private final String what;
    private final Set<String> files = new HashSet<>();
    private final Set<String> links = new HashSet<>();
    private int count;
    private long characters;

    /// @param what the archive, as messages name it
    ArchiveEntries(String what) {
        this.what = what;
    }

    /// Whether there are more, or longer named, than an archive may have.
    boolean tooMany() {
        return count > MAX_ENTRIES || characters > MAX_NAMES;
    }

    int count() {
        return count;
    }

    /// Adds a folder.
    Optional<Unfit> folder(String name) {
        return counted(name);
    }

    /// Adds a file.
    Optional<Unfit> file(String name) {
        Optional<Unfit> unfit = counted(name);
        return unfit.isPresent() ? unfit : once(name);
    }

    /// Adds a link.
    ///
    /// @param target where it leads; null where that is not known
    /// @param symbolic whether the target is relative to the link's folder
    Optional<Unfit> link(String name, @Nullable String target, boolean symbolic) {
        Optional<Unfit> unfit = counted(name);
        if (unfit.isPresent()) {
            return unfit;
        }
        if (target == null) {
            return traversal(name, "a symbolic link");
        }
        if (EntryNames.linkLeadsOut(name, target, symbolic)) {
            return traversal(name, "a link to \"" + shown(target) + "\"");
        }
        if (symbolic) {
            links.add(EntryNames.normal(name));
        }
        return once(name);
    }

    /// What is wrong with them together, once all are added: a link may come after what lies below
    /// it.
    Optional<Unfit> together() {
        for (String name : files) {
            for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
                if (links.contains(name.substring(0, slash))) {
                    return traversal(name, "below the link \"" + name.substring(0, slash) + "\"");
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Unfit> counted(String name) {
        count++;
        characters += name.length();
        return EntryNames.leadsOut(name) ? traversal(name, null) : Optional.empty();
    }

    private Optional<Unfit> once(String name) {
        return files.add(EntryNames.normal(name))
                ? Optional.empty()
                : Optional.of(
                        new Unfit(
                                QuarantineReason.DUPLICATE_FILE,
                                what
                                        + " has the entry \""
                                        + shown(name)
                                        + "\" twice; expected each name once: pack it anew"));
    }

    private Optional<Unfit> traversal(String entry, @Nullable String how) {
        return Optional.of(
                new Unfit(
                        QuarantineReason.ARCHIVE_PATH_TRAVERSAL,
                        what
                                + " has the entry \""
                                + shown(entry)
                                + "\""
                                + (how == null ? "" : ", " + how)
                                + ", which could be unpacked outside its folder; pack it anew with"
                                + " relative paths and without such links"));
    }

    static String shown(String name) {
        String visible = name.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= 200 ? visible : visible.substring(0, 200) + "…";
    }
}
