package dev.roadloop.sensorlog.message;

/// A constant that a schema declares, such as `int8 STATUS_FIX=0`.
///
/// @param name its name
/// @param type its type
/// @param value the text of its value, without the quotes of a string
public record Constant(String name, ScalarType type, String value) {}
