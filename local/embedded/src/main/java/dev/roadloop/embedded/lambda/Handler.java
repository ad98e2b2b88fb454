package dev.roadloop.embedded.lambda;

import com.amazonaws.services.lambda.runtime.Context;

/// A loaded handler: JSON in, JSON out.
@FunctionalInterface
interface Handler {

    /// @throws Exception whatever the function's code throws, unwrapped
    String handle(String payload, Context context) throws Exception;
}
