package dev.roadloop.sweep.spec;

/// Which values of the metric are good.
public enum Goal {
    /// Low ones.
    MINIMIZE,
    /// High ones.
    MAXIMIZE;

    /// A number that is lower the better the value is; no number at all is worst.
    public double cost(double value) {
        if (Double.isNaN(value)) {
            return Double.POSITIVE_INFINITY;
        }
        return this == MINIMIZE ? value : -value;
    }
}
