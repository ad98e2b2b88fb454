package dev.roadloop.convert.sync;

import dev.roadloop.convert.sync.TopicPlan.Group;
import dev.roadloop.convert.table.ColumnNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The samples of a drive on a grid of times of the reference clock: the multiples of the period
/// since the Unix epoch, from the first sample to the last. Where nothing at all was recorded for
/// more than a minute the grid is left out; otherwise what is not known is null.
///
/// It can be walked as often as wanted, until the product that holds it is closed.
public final class SyncTable {

    private static final long LONGEST_SILENCE = 60_000_000_000L;
    private static final String TIME = "time";

    private final List<Source> sources;
    private final List<SyncColumn> columns = new ArrayList<>();
    private final SyncPolicy policy;
    private final TextStore texts;

    /// Samples of a topic, and when they count.
    record Source(TopicSamples samples, TimeBase base) {}

    /// Takes rows in the order of their times.
    public interface RowVisitor {
        /// @param row valid during the call only
        void row(SyncRow row) throws IOException;
    }

    SyncTable(List<Source> sources, SyncPolicy policy, TextStore texts) {
        this.sources =
                sources.stream()
                        .filter(source -> !source.samples().plan().groups().isEmpty())
                        .sorted(Comparator.comparing(source -> source.samples().plan().topic()))
                        .toList();
        this.policy = policy;
        this.texts = texts;
        ColumnNames names = new ColumnNames();
        names.claim(TIME);
        for (Source source : this.sources) {
            TopicPlan plan = source.samples().plan();
            plan.groups().forEach(group -> addColumns(plan, group, names));
        }
    }

    private void addColumns(TopicPlan plan, Group group, ColumnNames names) {
        if (group.kind() == ColumnKind.FRAME) {
            columns.add(
                    column(
                            plan,
                            group,
                            names.claim(plan.key() + "_frame_time"),
                            group.valueType()));
            if (plan.isKeyed()) {
                columns.add(
                        column(
                                plan,
                                group,
                                names.claim(plan.key() + "_frame_key"),
                                SyncColumn.Type.TEXT));
            }
            return;
        }
        List<String> fields = group.isList() ? group.fields().subList(0, 1) : group.fields();
        for (String field : fields) {
            columns.add(
                    new SyncColumn(
                            names.claim(plan.key() + "_" + field.replace('.', '_')),
                            group.valueType(),
                            group.kind(),
                            plan.topic(),
                            field));
        }
    }

    private static SyncColumn column(
            TopicPlan plan, Group group, String name, SyncColumn.Type type) {
        return new SyncColumn(name, type, group.kind(), plan.topic(), "");
    }

    /// The columns beside the row's time.
    public List<SyncColumn> columns() {
        return List.copyOf(columns);
    }

    /// Hands over all rows.
    ///
    /// @return how many rows there are
    public long walk(RowVisitor visitor) throws IOException {
        List<TopicCursor> cursors = new ArrayList<>();
        List<GroupReader> readers = new ArrayList<>();
        int column = 0;
        for (Source source : sources) {
            TopicPlan plan = source.samples().plan();
            TopicCursor cursor = new TopicCursor(plan, source.samples().reader(), source.base());
            cursors.add(cursor);
            for (int i = 0; i < plan.groups().size(); i++) {
                GroupReader reader = new GroupReader(cursor, i, column, texts);
                readers.add(reader);
                column += reader.width();
            }
        }
        SyncRow row = new SyncRow(columns.size());
        long period = policy.periodNanos();
        long next = next(cursors);
        long rows = 0;
        if (next == Long.MAX_VALUE) {
            return 0;
        }
        long time = Math.ceilDiv(next, period) * period;
        while (rows < policy.maxRows()) {
            long latest = Long.MIN_VALUE;
            for (TopicCursor cursor : cursors) {
                cursor.moveTo(time);
                latest = Math.max(latest, cursor.latest());
            }
            next = next(cursors);
            if (next == Long.MAX_VALUE && latest < time) {
                return rows;
            }
            row.begin(time);
            for (GroupReader reader : readers) {
                reader.read(row);
            }
            if (row.known() == 0 && next != Long.MAX_VALUE && next - time > LONGEST_SILENCE) {
                time = Math.max(time + period, Math.floorDiv(next, period) * period);
                continue;
            }
            visitor.row(row);
            rows++;
            time += period;
        }
        return rows;
    }

    private static long next(List<TopicCursor> cursors) throws IOException {
        long next = Long.MAX_VALUE;
        for (TopicCursor cursor : cursors) {
            next = Math.min(next, cursor.nextTime());
        }
        return next;
    }

    /// Whether the rows ended at the policy's limit.
    boolean isCut(long rows) {
        return rows >= policy.maxRows();
    }
}
