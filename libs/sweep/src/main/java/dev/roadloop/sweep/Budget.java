package dev.roadloop.sweep;

/// When a sweep begins nothing more.
///
/// @param trials most of them; 0 for no limit
/// @param seconds of the device, told by jobs that have ended; those under way may go beyond it by
///   what they take; 0 for no limit
public record Budget(int trials, double seconds) {

    /// Checks that both are limits.
    public Budget {
        if (trials < 0 || !(seconds >= 0 && Double.isFinite(seconds))) {
            throw new IllegalArgumentException(
                    "expected numbers of trials and seconds from 0, found "
                            + trials
                            + " and "
                            + seconds);
        }
    }
}
