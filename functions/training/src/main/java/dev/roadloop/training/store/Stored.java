package dev.roadloop.training.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// A document as it was read.
///
/// @param revision grows by one with each write
/// @param document not to be modified
public record Stored(Key key, long revision, ObjectNode document) {}
