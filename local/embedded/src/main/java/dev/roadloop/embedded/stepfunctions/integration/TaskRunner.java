package dev.roadloop.embedded.stepfunctions.integration;

import com.fasterxml.jackson.databind.JsonNode;

/// Does the work of Tasks. Neither method blocks; the listener is called on other threads.
public interface TaskRunner {

    /// Starts `request`.
    Handle start(TaskRequest request, Listener listener);

    /// Goes on watching the job that `request` started before a restart.
    ///
    /// @param submitted what the listener was told when the job was submitted
    Handle attach(TaskRequest request, JsonNode submitted, Listener listener);

    /// Work under way.
    interface Handle {
        /// Calls the work off, the job that it started included; the listener may still be called.
        void cancel();

        /// Stops following the work without calling it off: a job that it started goes on.
        void leave();
    }

    /// Hears how the work goes: `submitted` at most once, then one of the others at most once.
    interface Listener {
        /// A job was started, or a message with a task token was sent.
        void submitted(JsonNode output);

        /// The work is done.
        void succeeded(JsonNode output);

        /// The work failed.
        void failed(TaskError error);
    }
}
