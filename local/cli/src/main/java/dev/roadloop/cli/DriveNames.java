package dev.roadloop.cli;

import dev.roadloop.cli.platform.Catalog;
import java.util.List;
import java.util.Optional;

/// Finds the drive that somebody names on the command line.
final class DriveNames {

    private DriveNames() {}

    /// The drive called so, or the only one whose id contains the text, such as its last eight
    /// characters.
    ///
    /// @throws IllegalArgumentException naming the drives that may have been meant, if there is no
    ///   such drive or more than one
    static Catalog.Entry find(Catalog catalog, String text) {
        Optional<Catalog.Entry> exact = catalog.drive(text);
        if (exact.isPresent()) {
            return exact.get();
        }
        List<Catalog.Entry> all = catalog.drives();
        List<Catalog.Entry> some =
                all.stream()
                        .filter(drive -> !text.isEmpty() && drive.get("driveId").contains(text))
                        .toList();
        if (some.size() == 1) {
            return some.getFirst();
        }
        List<String> ids = all.stream().map(drive -> drive.get("driveId")).toList();
        throw new IllegalArgumentException(
                some.isEmpty()
                        ? "no drive is called "
                                + text
                                + Nearest.question(text, ids)
                                + (ids.isEmpty()
                                        ? "; there are none yet: try `roadloop demo`"
                                        : " (`roadloop drives` lists all " + ids.size() + ")")
                        : some.size()
                                + " drives are called something with '"
                                + text
                                + "'"
                                + Nearest.question(text, ids));
    }
}
