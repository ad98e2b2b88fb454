package dev.roadloop.freeze;

/// Is told how far a build is.
@FunctionalInterface
public interface BuildProgress {
    /// What takes long.
    enum Step {
        /// Pictures are read: digests and looks.
        READ,
        /// Contents are put into the cache and the folder.
        STORE,
        /// Contents are sent to the remote.
        SEND
    }

    /// So many of so many are done. Called from any thread.
    void at(Step step, int done, int all);
}
