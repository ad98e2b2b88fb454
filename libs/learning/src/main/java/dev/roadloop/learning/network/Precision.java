package dev.roadloop.learning.network;

/// How many bits a network computes with. Weights, losses and all that an optimiser keeps have 32
/// either way.
public enum Precision {
    /// 32 bits.
    FULL,
    /// 16 bits (float16) from the pictures to the last convolutions: for GPUs, which do twice as
    /// many of these at a time.
    HALF
}
