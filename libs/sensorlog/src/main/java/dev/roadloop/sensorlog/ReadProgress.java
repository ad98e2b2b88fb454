package dev.roadloop.sensorlog;

/// Hears how far the reading of a recording is.
@FunctionalInterface
public interface ReadProgress {

    /// For those who do not want to know.
    ReadProgress NONE = (done, all) -> {};

    /// Called by the thread that reads, at some of the messages.
    ///
    /// @param done bytes that the reader has come through, an estimate
    /// @param all bytes that there are
    void at(long done, long all);
}
