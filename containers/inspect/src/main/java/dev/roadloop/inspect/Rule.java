package dev.roadloop.inspect;

/// Looks for one kind of trouble in what was measured.
interface Rule {

    /// Adds what it finds.
    void judge(Evidence evidence, FindingList findings);
}
