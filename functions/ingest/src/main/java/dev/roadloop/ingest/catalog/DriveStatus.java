package dev.roadloop.ingest.catalog;

/// How far a drive has come, in the order in which an attempt at it passes them.
public enum DriveStatus {
    /// Its files are known and its execution is under way.
    REGISTERED,
    /// Unfit; its landing objects stay. Terminal until they are mended.
    QUARANTINED,
    /// Redacted, but too much may have been missed: somebody must look before it is converted.
    /// Terminal until it is redacted again, by a better detector or another policy.
    HELD_FOR_REVIEW,
    /// Redacted, converted and searchable. Terminal.
    CATALOGUED
}
