package dev.roadloop.simdrive.sensor;

import dev.roadloop.simdrive.ros.RosBytes;
import dev.roadloop.simdrive.ros.RosType;
import dev.roadloop.simdrive.world.World;

/// A sensor that is read at a fixed rate. Readings are taken in order of time, each once, as noise
/// has a memory.
///
/// @param topic it is recorded on
/// @param type of its messages
/// @param rate readings per second
/// @param phase seconds after the start at which the first is taken
/// @param latency seconds from the reading to its arrival at the recorder
/// @param reading writes the message for one moment
public record Stream(
        String topic, RosType type, double rate, double phase, double latency, Reading reading) {

    /// Takes a reading.
    @FunctionalInterface
    public interface Reading {

        /// Writes the body of the message that is measured `time` seconds after the start.
        ///
        /// @param sequence counts from 0
        /// @param stamp the same moment, nanoseconds since 1970
        void write(World world, double time, long sequence, long stamp, RosBytes out);
    }

    /// Checks the times.
    public Stream {
        if (!(rate > 0 && phase >= 0 && latency >= 0)) {
            throw new IllegalArgumentException(
                    topic
                            + ": rate "
                            + rate
                            + " Hz, phase "
                            + phase
                            + " s, latency "
                            + latency
                            + " s; the rate must be positive and the others not negative");
        }
    }

    /// Number of readings within `duration` seconds.
    public int count(double duration) {
        return (int) Math.max(0, Math.ceil((duration - phase) * rate - 1e-9));
    }

    /// The moment of reading `index`, seconds after the start.
    public double time(int index) {
        return phase + index / rate;
    }
}
