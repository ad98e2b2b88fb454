package dev.roadloop.embedded.stepfunctions.integration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;

/// Does the work of Tasks. Neither method blocks; the listener is called on other threads.
public interface TaskRunner extends AutoCloseable {

    /// Starts `request`.
    Handle start(TaskRequest request, Listener listener);

    /// Goes on watching the job that `request` started before a restart.
    ///
    /// @param submitted what the listener was told when the job was submitted
    Handle attach(TaskRequest request, JsonNode submitted, Listener listener);

    /// Stops the jobs that tasks of the given executions started and that nobody waits for: what
    /// was to stop them died before it was done. To be called when all that is waited for was
    /// attached.
    ///
    /// @param executions takes ARNs
    void stopAbandoned(Predicate<String> executions);

    /// Follows nothing any more; jobs go on.
    @Override
    void close();

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
