package dev.roadloop.drivejob.clock;

/// How one clock ran against the log clock. Offset, drift and jitter are those of the longest
/// stretch without a jump, so that one jump does not spoil them.
///
/// @param samples how many times were compared
/// @param offsetSeconds median of the other clock minus the log clock
/// @param driftPpm how much faster the other clock ran, in millionths; 0 for fewer than 8 times
/// @param jitterSeconds spread of the offset around offset and drift: 1.4826 times the median
///   absolute deviation, which for normally distributed errors is their standard deviation
/// @param spanSeconds log time that the stretch covers
/// @param middleAt log time in the middle of the stretch, nanoseconds
/// @param jumps how often the offset changed from one message to the next by more than was allowed
/// @param greatestJumpSeconds the greatest change from one message to the next
/// @param greatestJumpAt log time of the message after it, nanoseconds
/// @param backwardSteps how often the other clock went back while the log clock did not
public record ClockFit(
        long samples,
        double offsetSeconds,
        double driftPpm,
        double jitterSeconds,
        double spanSeconds,
        long middleAt,
        long jumps,
        double greatestJumpSeconds,
        long greatestJumpAt,
        long backwardSteps) {}
