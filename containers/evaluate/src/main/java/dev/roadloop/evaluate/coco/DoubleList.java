package dev.roadloop.evaluate.coco;

import java.util.Arrays;

/// Doubles that arrive one by one, without boxes.
final class DoubleList {
    private double[] values = new double[256];
    private int size;

    void add(double value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    int size() {
        return size;
    }

    void set(int i, double value) {
        values[i] = value;
    }

    double[] toArray() {
        return Arrays.copyOf(values, size);
    }
}
