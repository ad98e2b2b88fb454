package dev.roadloop.ingest.catalog;

/// How far a drive has come, in the order in which an attempt at it passes them.
public enum DriveStatus {
    /// Its files are known and its execution is under way.
    REGISTERED,
    /// Unfit; its landing objects stay. Terminal until they are mended.
    QUARANTINED,
    /// Converted and searchable. Terminal.
    CATALOGUED
}
