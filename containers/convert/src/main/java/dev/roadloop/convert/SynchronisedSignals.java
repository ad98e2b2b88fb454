package dev.roadloop.convert;

import dev.roadloop.convert.clip.ClipSignals;
import dev.roadloop.convert.sync.SyncTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The synchronised table as clips take it in.
final class SynchronisedSignals implements ClipSignals {

    private final SyncTable table;

    SynchronisedSignals(SyncTable table) {
        this.table = table;
    }

    @Override
    public List<Column> columns() {
        return table.columns().stream()
                .map(column ->
                        new Column(
                                column.name(),
                                column.topic(),
                                column.field(),
                                column.kind().name()))
                .toList();
    }

    @Override
    public void walk(Visitor visitor) throws IOException {
        int columns = table.columns().size();
        table.walk(row -> {
            List<@Nullable Object> values = new ArrayList<>(columns);
            for (int i = 0; i < columns; i++) {
                values.add(row.value(i));
            }
            visitor.row(row.time(), values);
        });
    }
}
