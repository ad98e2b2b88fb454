package dev.roadloop.embedded.stepfunctions.asl;

import java.util.OptionalLong;

/// A definition, read and compiled. Immutable and thread-safe; made by [AslParser].
///
/// @param graph the top level
/// @param timeoutSeconds how long an execution may take, counted from its start
public record Machine(Graph graph, OptionalLong timeoutSeconds) {}
