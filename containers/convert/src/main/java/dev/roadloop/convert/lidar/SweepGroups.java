package dev.roadloop.convert.lidar;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The points of one topic as they become arrays. Sweeps are written in groups, and a group begins
/// with a chunk: reading a sweep takes one chunk of each field, unless the sweep is longer than a
/// chunk. What is left of a group's last chunk is NaN or 0, and belongs to no sweep.
///
/// How long a chunk is follows from the first group that has points.
final class SweepGroups {

    private static final int MAX_SWEEP_BYTES = 128 << 20;
    private static final int MAX_FRAMES = 1_000;
    private static final int MAX_CHUNK_BYTES = 16 << 20;
    private static final int LEAST_CHUNK = 64 << 10;
    private static final int CHUNK_STEP = 1 << 10;

    private final CountedStore store;
    private final String prefix;
    private final int sweepsPerGroup;
    private final SweepTable sweeps;
    private final List<PointField> fields;
    private final byte[][] columns;
    private final List<ZarrArray> arrays = new ArrayList<>();
    private final List<String> arrayNames;
    private final List<String> frames = new ArrayList<>();
    private int groupSweeps;
    private int groupPoints;
    private int chunkPoints;
    private long firstPoint;
    private long end;
    private long points;

    /// @param prefix folder of the topic's keys, ending in `/`
    /// @param first the topic's first cloud, which says what fields the arrays are for
    SweepGroups(CountedStore store, String prefix, int sweepsPerGroup, PointCloud first) {
        this.store = store;
        this.prefix = prefix;
        this.sweepsPerGroup = sweepsPerGroup;
        this.sweeps = new SweepTable(store, prefix + "sweeps/");
        this.fields = first.fields();
        this.columns = new byte[fields.size()][0];
        Set<String> taken = new HashSet<>();
        this.arrayNames = fields.stream().map(field -> arrayName(field.name(), taken)).toList();
    }

    /// Adds a sweep.
    ///
    /// @throws RefusedCloudException with the numbers, where it does not fit the arrays
    void add(long logTime, PointCloud cloud) throws RefusedCloudException, IOException {
        check(cloud);
        int frame = frame(cloud.frame());
        int count = cloud.points();
        if (chunkPoints > 0 && groupPoints > 0 && groupPoints + (long) count > chunkPoints) {
            flush();
        }
        sweeps.add(logTime, cloud, firstPoint + groupPoints, frame);
        for (int i = 0; i < columns.length; i++) {
            PointField field = cloud.fields().get(i);
            int used = groupPoints * field.bytes();
            int needed = used + count * field.bytes();
            if (columns[i].length < needed) {
                columns[i] =
                        Arrays.copyOf(
                                columns[i],
                                Math.max(
                                        needed,
                                        Math.min(columns[i].length * 2, needed + (1 << 20))));
            }
            cloud.copy(field, columns[i], used);
        }
        groupPoints += count;
        points += count;
        end = firstPoint + groupPoints;
        if (++groupSweeps == sweepsPerGroup) {
            flush();
        }
    }

    private void check(PointCloud cloud) throws RefusedCloudException {
        boolean same = cloud.fields().size() == fields.size();
        for (int i = 0; same && i < fields.size(); i++) {
            same = cloud.fields().get(i).sameValues(fields.get(i));
        }
        if (!same) {
            throw new RefusedCloudException(
                    "its fields are %s; the topic's first cloud has %s"
                            .formatted(shown(cloud.fields()), shown(fields)));
        }
        long bytes = (long) cloud.points() * cloud.pointBytes();
        if (bytes > MAX_SWEEP_BYTES) {
            throw new RefusedCloudException(
                    "%d points of %d bytes are %d bytes; at most %d are converted"
                            .formatted(cloud.points(), cloud.pointBytes(), bytes, MAX_SWEEP_BYTES));
        }
    }

    private static String shown(List<PointField> fields) {
        List<String> names =
                fields.stream()
                        .limit(20)
                        .map(field -> field.name() + " " + field.count() + "x" + field.type().zarr)
                        .toList();
        return fields.size() + " (" + String.join(", ", names) + ")";
    }

    private int frame(String name) throws RefusedCloudException {
        int index = frames.indexOf(name);
        if (index >= 0) {
            return index;
        }
        if (frames.size() == MAX_FRAMES) {
            throw new RefusedCloudException(
                    "the topic names more than %d coordinate frames".formatted(MAX_FRAMES));
        }
        frames.add(name);
        return frames.size() - 1;
    }

    /// Bytes of points that wait for their group to be full.
    long waitingBytes() {
        return Arrays.stream(columns).mapToLong(column -> column.length).sum();
    }

    /// Stores the points that wait, and frees their memory.
    void flush() throws IOException {
        groupSweeps = 0;
        if (groupPoints == 0) {
            return;
        }
        if (chunkPoints == 0) {
            chunkPoints = chunkPoints(groupPoints, fields);
            createArrays();
        }
        int first = Math.toIntExact(firstPoint / chunkPoints);
        int count = Math.ceilDiv(groupPoints, chunkPoints);
        for (int i = 0; i < columns.length; i++) {
            int chunkBytes = chunkPoints * fields.get(i).bytes();
            int end = groupPoints * fields.get(i).bytes();
            for (int c = 0; c < count; c++) {
                int from = c * chunkBytes;
                arrays.get(i).chunk(first + c, columns[i], from, Math.min(chunkBytes, end - from));
            }
            columns[i] = new byte[0];
        }
        firstPoint += (long) count * chunkPoints;
        groupPoints = 0;
    }

    /// Room for a group that is an eighth larger than the first; never more than a chunk may have.
    private static int chunkPoints(int groupPoints, List<PointField> fields) {
        int widest = fields.stream().mapToInt(PointField::bytes).max().orElse(1);
        long wanted = Math.max(LEAST_CHUNK, groupPoints + groupPoints / 8L);
        long rounded = Math.ceilDiv(wanted, CHUNK_STEP) * CHUNK_STEP;
        return (int) Math.max(1, Math.min(rounded, MAX_CHUNK_BYTES / widest));
    }

    private void createArrays() {
        for (int i = 0; i < columns.length; i++) {
            PointField field = fields.get(i);
            arrays.add(
                    new ZarrArray(
                            store,
                            prefix + "points/" + arrayNames.get(i) + "/",
                            field.type(),
                            "point",
                            field.count(),
                            chunkPoints));
        }
    }

    /// A name for a key and a file, whatever the field is called.
    private static String arrayName(String field, Set<String> taken) {
        String base = field.replaceAll("[^A-Za-z0-9_.-]", "_");
        base = base.substring(0, Math.min(base.length(), 100));
        base = base.isEmpty() || base.startsWith(".") || base.startsWith("__") ? "f" + base : base;
        String name = base;
        for (int n = 2; !taken.add(name.toLowerCase(Locale.ROOT)); n++) {
            name = base + "-" + n;
        }
        return name;
    }

    /// Stores the rest, and what describes the arrays.
    ///
    /// @param attributes what is to stand in the group's attributes, beside what it says itself
    void finish(Map<String, Object> attributes) throws IOException {
        flush();
        sweeps.finish();
        if (chunkPoints == 0) {
            chunkPoints = LEAST_CHUNK;
            createArrays();
        }
        for (ZarrArray array : arrays) {
            // What follows the last sweep in its chunk is not in the array.
            array.finish(end);
        }
        Map<String, Object> described = new LinkedHashMap<>(attributes);
        described.put("frames", frames);
        described.put("fields", fields.stream().map(PointField::name).toList());
        described.put("arrays", arrayNames);
        described.put("points", points);
        ZarrArray.group(store, prefix, described);
        ZarrArray.group(store, prefix + "points/", Map.of());
        ZarrArray.group(store, prefix + "sweeps/", Map.of());
    }

    long sweeps() {
        return sweeps.size();
    }

    long points() {
        return points;
    }
}
