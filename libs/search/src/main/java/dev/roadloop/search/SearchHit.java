package dev.roadloop.search;

/// Something that was found.
///
/// @param id of the document
/// @param score how well it fits; comparable within one answer only
public record SearchHit(String id, double score) {}
