package dev.roadloop.train;

import dev.roadloop.domain.Sha256;

/// What a model was made by and from: enough to make it again.
///
/// @param codeCommit of the code that trained
/// @param imageDigest of the container image that ran, or of the jar
/// @param dataset version of the dataset
/// @param seed of all that was left to chance
public record Provenance(String codeCommit, String imageDigest, Sha256 dataset, long seed) {}
