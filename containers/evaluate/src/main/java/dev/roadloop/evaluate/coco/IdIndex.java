package dev.roadloop.evaluate.coco;

import dev.roadloop.domain.CallerException;
import java.util.Arrays;

/// Ids in ascending order, each with its position there. Ascending because the COCO toolbox walks
/// images and categories in that order, and the order decides between equal scores.
public final class IdIndex {
    private final long[] sorted;
    private final int[] fileOrder;

    private IdIndex(long[] sorted, int[] fileOrder) {
        this.sorted = sorted;
        this.fileOrder = fileOrder;
    }

    /// @param ids in the order of the file
    /// @param where the file's name and section, for the message
    /// @throws CallerException when an id comes twice
    static IdIndex of(long[] ids, String where) {
        long[] sorted = ids.clone();
        Arrays.sort(sorted);
        for (int i = 1; i < sorted.length; i++) {
            if (sorted[i] == sorted[i - 1]) {
                throw twice(ids, sorted[i], where);
            }
        }
        int[] fileOrder = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            fileOrder[Arrays.binarySearch(sorted, ids[i])] = i;
        }
        return new IdIndex(sorted, fileOrder);
    }

    /// How many ids there are.
    public int size() {
        return sorted.length;
    }

    /// The id at a position.
    public long id(int position) {
        return sorted[position];
    }

    /// The position of an id, or a negative number when it is not there.
    public int find(long id) {
        int found = Arrays.binarySearch(sorted, id);
        return found < 0 ? -1 : found;
    }

    /// The positions of many ids, -1 for those that are not there.
    int[] findAll(long[] ids) {
        int[] found = new int[ids.length];
        long lastId = 0;
        int last = find(lastId);
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] != lastId) {
                lastId = ids[i];
                last = find(lastId);
            }
            found[i] = last;
        }
        return found;
    }

    /// Values that stand in the order of the file, in the order of the ids.
    <T> T[] sorted(T[] inFileOrder) {
        T[] copy = inFileOrder.clone();
        for (int i = 0; i < copy.length; i++) {
            copy[i] = inFileOrder[fileOrder[i]];
        }
        return copy;
    }

    private static CallerException twice(long[] ids, long id, String where) {
        int first = -1;
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] == id && first >= 0) {
                return new CallerException(
                        "%s[%d].id: expected an id of its own, found %d, which %s[%d] has too; give each entry another id"
                                .formatted(
                                        where,
                                        i,
                                        id,
                                        where.substring(where.indexOf(": ") + 2),
                                        first));
            }
            if (ids[i] == id) {
                first = i;
            }
        }
        throw new IllegalArgumentException(where + ": " + id + " is not there twice");
    }
}
