package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.ByteSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Finds the pages that rows of a table lie on, without SQLite, which does not say which page is
/// damaged. Reads the inner pages of the
/// [B-tree](https://www.sqlite.org/fileformat2.html#b_tree_pages) only.
final class PageMap {

    private static final int INNER = 0x05;
    private static final int FILE_HEADER = 100;
    private static final int INNER_HEADER = 12;
    private static final int MAX_DEPTH = 20;
    private static final int MAX_PAGES = 10_000;

    /// So that a number that is cut off by the page's end is wrong, not an exception.
    private static final int PADDING = 16;

    private final ByteSource source;
    private final int pageSize;
    private final long root;

    /// Pages of a damaged file can lead round in circles.
    private int reads;

    /// @param root page number of the table
    PageMap(ByteSource source, long root) throws IOException {
        this.source = source;
        this.root = root;
        ByteBuffer header = ByteBuffer.allocate(FILE_HEADER);
        source.read(0, header);
        int size = header.getShort(16) & 0xFFFF;
        this.pageSize = size == 1 ? 1 << 16 : Math.max(512, size);
    }

    long start(long page) {
        return (page - 1) * pageSize;
    }

    long end(long page) {
        return Math.min(page * pageSize, Math.max(source.size(), start(page)));
    }

    /// Numbers of the pages that should hold rows with ids between two, both inclusive: the lowest
    /// pages that can be reached. None if the table's own first page cannot be made out.
    SortedSet<Long> pages(long firstId, long lastId) throws IOException {
        SortedSet<Long> found = new TreeSet<>();
        reads = 0;
        descend(root, firstId, lastId, 0, found);
        return found;
    }

    private void descend(long page, long firstId, long lastId, int depth, SortedSet<Long> found)
            throws IOException {
        ByteBuffer bytes = page < 1 || depth > MAX_DEPTH ? null : read(page);
        int header = page == 1 ? FILE_HEADER : 0;
        if (bytes == null || bytes.get(header) != INNER) {
            if (page > 0 && found.size() < MAX_PAGES) {
                found.add(page);
            }
            return;
        }
        int cells = bytes.getShort(header + 3) & 0xFFFF;
        long before = Long.MIN_VALUE;
        for (int i = 0; i < cells && found.size() < MAX_PAGES; i++) {
            int pointer = header + INNER_HEADER + 2 * i;
            int cell = pointer + 2 <= pageSize ? bytes.getShort(pointer) & 0xFFFF : pageSize;
            if (cell + 5 > pageSize) {
                continue;
            }
            long key = varint(bytes, cell + 4);
            if (key >= firstId && before < lastId) {
                descend(unsigned(bytes, cell), firstId, lastId, depth + 1, found);
            }
            before = key;
        }
        if (before < lastId) {
            descend(unsigned(bytes, header + 8), firstId, lastId, depth + 1, found);
        }
    }

    private @Nullable ByteBuffer read(long page) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(pageSize + PADDING).limit(pageSize);
        return ++reads <= MAX_PAGES
                        && start(page) < source.size()
                        && source.read(start(page), bytes) == pageSize
                ? bytes.clear()
                : null;
    }

    private static long unsigned(ByteBuffer bytes, int at) {
        return bytes.getInt(at) & 0xFFFFFFFFL;
    }

    /// Big-endian, seven bits a byte, eight in the ninth.
    private static long varint(ByteBuffer bytes, int at) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            int next = bytes.get(at + i);
            value = value << 7 | (next & 0x7F);
            if (next >= 0) {
                return value;
            }
        }
        return value << 8 | (bytes.get(at + 8) & 0xFF);
    }
}
