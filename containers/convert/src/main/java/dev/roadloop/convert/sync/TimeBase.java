package dev.roadloop.convert.sync;

import dev.roadloop.drivejob.clock.ClockFit;
import org.jspecify.annotations.Nullable;

/// When the messages of a topic count, on the reference clock, which is the one that logged them.
sealed interface TimeBase {

    /// When a message counts, nanoseconds since the Unix epoch.
    ///
    /// @param stamp its header's, or [Sample#NO_STAMP]
    long time(long logTime, long stamp);

    /// When it was logged.
    record LogTime() implements TimeBase {
        @Override
        public long time(long logTime, long stamp) {
            return logTime;
        }
    }

    /// When its header says: the sensor's clock is the reference clock, or close to it.
    record Stamp() implements TimeBase {
        @Override
        public long time(long logTime, long stamp) {
            return stamp == Sample.NO_STAMP ? logTime : stamp;
        }
    }

    /// When its header says, taken back by how far the sensor's clock is off: what the way to the
    /// recorder adds from one message to the next is gone, what it adds to all stays.
    ///
    /// @param offset stamp minus log time in the middle, nanoseconds
    /// @param drift of the stamps against the log clock, as a fraction
    /// @param middle log time of the middle, nanoseconds
    record ShiftedStamp(double offset, double drift, long middle) implements TimeBase {
        @Override
        public long time(long logTime, long stamp) {
            if (stamp == Sample.NO_STAMP) {
                return logTime;
            }
            double since = stamp - Math.round(offset) - middle;
            return middle + Math.round(since / (1 + drift));
        }
    }

    /// As another base says, less a latency that is known.
    ///
    /// @param latency nanoseconds
    record Earlier(TimeBase base, long latency) implements TimeBase {
        @Override
        public long time(long logTime, long stamp) {
            return base.time(logTime, stamp) - latency;
        }
    }

    /// This base, less a latency.
    default TimeBase earlierBy(long nanos) {
        return nanos == 0 ? this : new Earlier(this, nanos);
    }

    /// The base for a topic.
    ///
    /// @param fit how its stamps ran, null where it has none
    static TimeBase choose(@Nullable ClockFit fit, SyncPolicy policy) {
        if (fit == null || fit.jumps() > 0) {
            return new LogTime();
        }
        double moved = Math.abs(fit.driftPpm()) / 1e6 * fit.spanSeconds();
        if (Math.abs(fit.offsetSeconds()) + moved <= policy.maxStampOffsetSeconds()) {
            return new Stamp();
        }
        return new ShiftedStamp(fit.offsetSeconds() * 1e9, fit.driftPpm() / 1e6, fit.middleAt());
    }
}
