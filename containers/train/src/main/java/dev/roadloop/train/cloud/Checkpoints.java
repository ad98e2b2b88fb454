package dev.roadloop.train.cloud;

import java.io.IOException;

/// Who keeps the checkpoints of a run where another machine finds them: this program, or the
/// service that runs it.
interface Checkpoints {

    /// Has those of an earlier attempt in the folder.
    void restore() throws IOException;

    /// Whether a checkpoint that was written now is to be sent.
    boolean due();

    /// Sends what is in the folder, then removes what newer ones have replaced there.
    void send() throws IOException;
}
