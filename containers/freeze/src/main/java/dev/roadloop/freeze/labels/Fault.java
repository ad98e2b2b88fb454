package dev.roadloop.freeze.labels;

/// Something wrong with labels.
///
/// @param code what it is, for machines
/// @param where the file and the entry in it
/// @param message what was expected and what was found, for people
public record Fault(FaultCode code, String where, String message) {}
