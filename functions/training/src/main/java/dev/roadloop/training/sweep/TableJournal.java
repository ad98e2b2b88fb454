package dev.roadloop.training.sweep;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.InternalException;
import dev.roadloop.sweep.Entry;
import dev.roadloop.sweep.Journal;
import dev.roadloop.training.store.Key;
import dev.roadloop.training.store.Stored;
import dev.roadloop.training.store.TrackingTable;
import dev.roadloop.training.store.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A sweep's journal in the tracking table: an item for each entry, written only where none is. Any
/// number of functions may write it; of two that write the same place one is told so.
public final class TableJournal implements Journal {

    private static final String ENTRY = "ENTRY#";

    private final TrackingTable table;
    private final String partition;

    /// @param sweep what tells it from others
    public TableJournal(TrackingTable table, String sweep) {
        this.table = table;
        this.partition = "SWEEP#" + sweep;
    }

    @Override
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (Stored stored : table.list(partition, ENTRY)) {
            if (!stored.key().sort().equals(sort(entries.size()))) {
                throw new InternalException(
                        "%s: expected the entry %s, found %s"
                                .formatted(partition, sort(entries.size()), stored.key().sort()));
            }
            entries.add(
                    Json.read(
                            Json.bytes(stored.document()),
                            Entry.class,
                            partition + " " + stored.key().sort()));
        }
        return entries;
    }

    @Override
    public boolean append(int index, Entry entry) {
        ObjectNode document = Json.jackson().valueToTree(entry);
        return table.write(new Write.Insert(new Key(partition, sort(index)), document));
    }

    private static String sort(int index) {
        return ENTRY + String.format(Locale.ROOT, "%08d", index);
    }
}
