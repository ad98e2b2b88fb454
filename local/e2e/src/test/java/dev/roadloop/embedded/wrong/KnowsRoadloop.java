package dev.roadloop.embedded.wrong;

import ai.djl.wrong.Engine;
import dev.roadloop.domain.wrong.KnowsTooMuch;
import software.amazon.awscdk.wrong.Stack;

/// Wrong on purpose: knows a Roadloop type, the CDK and DJL.
public final class KnowsRoadloop {

    private KnowsRoadloop() {}

    /// Runs.
    public static void run() throws Exception {
        KnowsTooMuch.run();
        Stack.synthesise();
        Engine.start();
    }
}
