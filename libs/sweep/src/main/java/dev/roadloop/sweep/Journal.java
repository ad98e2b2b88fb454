package dev.roadloop.sweep;

import java.util.List;

/// What has happened in a sweep, in the order in which it was written. Entries are never changed.
public interface Journal {

    /// All entries. What [#append] has accepted is among them, also after a crash.
    List<Entry> entries();

    /// Writes an entry behind all others.
    ///
    /// @param index how many there are before it
    /// @return false if others have written meanwhile: nothing was written, read again
    boolean append(int index, Entry entry);
}
