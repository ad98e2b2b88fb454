package dev.roadloop.contracts;

import com.fasterxml.jackson.annotation.JsonValue;

/// What a sample of a dataset is for.
public enum DatasetSplit {
    /// Weights are fitted to it.
    TRAIN("train"),
    /// Choices are made by it: when to stop, which configuration is best.
    VAL("val"),
    /// Looked at once, to judge.
    TEST("test");

    private final String label;

    DatasetSplit(String label) {
        this.label = label;
    }

    /// The name in files and folders.
    @JsonValue
    public String label() {
        return label;
    }
}
