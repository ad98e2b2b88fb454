package dev.roadloop.contracts;

/// What an inspection says of a drive.
public enum Verdict {
    /// Nothing to remark.
    PASS,
    /// Usable, with findings.
    FINDINGS,
    /// Not usable: the drive goes to quarantine.
    QUARANTINE
}
