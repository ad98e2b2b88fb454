package dev.roadloop.evaluate.detection;

/// Sorts positions without boxing them, equal ones keeping their order.
final class StableSort {
    private static final int SMALL = 12;

    private StableSort() {}

    /// Whether the one at `a` has to come behind the one at `b`.
    interface Behind {
        boolean test(int a, int b);
    }

    /// Sorts `order[from..to)`: first what is not behind anything.
    static void sort(int[] order, int from, int to, Behind behind) {
        if (to - from > SMALL) {
            mergeSort(order, from, to, new int[(to - from + 1) / 2], behind);
        } else {
            insertionSort(order, from, to, behind);
        }
    }

    private static void insertionSort(int[] order, int from, int to, Behind behind) {
        for (int i = from + 1; i < to; i++) {
            int moved = order[i];
            int j = i - 1;
            while (j >= from && behind.test(order[j], moved)) {
                order[j + 1] = order[j];
                j--;
            }
            order[j + 1] = moved;
        }
    }

    private static void mergeSort(int[] order, int from, int to, int[] left, Behind behind) {
        if (to - from <= SMALL) {
            insertionSort(order, from, to, behind);
            return;
        }
        int middle = from + (to - from) / 2;
        mergeSort(order, from, middle, left, behind);
        mergeSort(order, middle, to, left, behind);
        if (!behind.test(order[middle - 1], order[middle])) {
            return;
        }
        int count = middle - from;
        System.arraycopy(order, from, left, 0, count);
        int l = 0;
        int r = middle;
        for (int out = from; l < count; out++) {
            if (r < to && behind.test(left[l], order[r])) {
                order[out] = order[r++];
            } else {
                order[out] = left[l++];
            }
        }
    }
}
