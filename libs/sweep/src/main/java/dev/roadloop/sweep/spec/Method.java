package dev.roadloop.sweep.spec;

/// How configurations are chosen.
public enum Method {
    /// Each there is, once.
    GRID,
    /// By chance.
    RANDOM,
    /// By chance at first, then where good ones were: the tree-structured Parzen estimator.
    BAYES
}
