package dev.roadloop.embedded.lambda;

import java.util.Optional;

/// Where a function's handler lives: serves one call at a time, warm from the second on.
interface ExecutionEnvironment extends AutoCloseable {

    /// Loads the code and builds the handler, unless that is done.
    ///
    /// @return the error document's result if that failed; the environment is then of no use
    Optional<InvocationResult> start();

    /// Calls the handler and waits for it, at most until the call's deadline. Does not throw for
    /// the handler's errors.
    InvocationResult invoke(Invocation invocation);

    @Override
    void close();
}
