package dev.roadloop.sensorlog.message;

/// The type of a field, in terms that all schema languages share.
public sealed interface FieldType permits ScalarType, ListType, StructType {}
