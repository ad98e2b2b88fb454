package dev.roadloop.convert.lidar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;

/// Makes the `data` of point clouds again: the layout is in the rows of the topic's table, the
/// values are in its arrays. Of clouds whose points are little-endian and full of fields these are
/// the bytes that were sent.
public final class CloudBytes {

    private static final String ROOT = "cloud";

    private final MemoryStore store = new MemoryStore();
    private final Map<String, ByteBuffer> arrays = new HashMap<>();

    /// @param zarr the topic's group, a folder
    public CloudBytes(Path zarr) throws IOException {
        try (Stream<Path> files = Files.walk(zarr)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                store.put(ROOT + "/" + zarr.relativize(file), file);
            }
        }
    }

    /// The bytes of the cloud of a row.
    public byte[] of(Group row) throws IOException {
        ByteBuffer times = array("sweeps/log_time");
        int sweep = 0;
        while (times.getLong(8 * sweep) != row.getLong("log_time", 0)) {
            sweep++;
        }
        int first = (int) array("sweeps/first_point").getLong(8 * sweep);
        int points = (int) array("sweeps/points").getLong(8 * sweep);
        int step = (int) row.getLong("point_step", 0);
        int rowStep = (int) row.getLong("row_step", 0);
        int width = (int) row.getLong("width", 0);
        byte[] data = new byte[rowStep * (int) row.getLong("height", 0)];
        Group fields = row.getGroup("fields", 0);
        List<String> names = arrayNames();
        for (int field = 0; field < fields.getFieldRepetitionCount("list"); field++) {
            Group layout = fields.getGroup("list", field).getGroup("element", 0);
            int offset = (int) layout.getLong("offset", 0);
            int bytes = bytes(layout.getInteger("datatype", 0)) * (int) layout.getLong("count", 0);
            ByteBuffer values = array("points/" + names.get(field));
            for (int i = 0; i < points; i++) {
                int to = i / width * rowStep + i % width * step + offset;
                values.get((first + i) * bytes, data, to, bytes);
            }
        }
        return data;
    }

    private static int bytes(int datatype) throws IOException {
        try {
            return PointType.of(datatype, "").bytes;
        } catch (RefusedCloudException e) {
            throw new IOException(e);
        }
    }

    private ByteBuffer array(String name) {
        return arrays.computeIfAbsent(ROOT + "/" + name, store::array);
    }

    private List<String> arrayNames() {
        return store.metadata(ROOT)
                .at("/attributes/arrays")
                .valueStream()
                .map(name -> name.textValue())
                .toList();
    }
}
