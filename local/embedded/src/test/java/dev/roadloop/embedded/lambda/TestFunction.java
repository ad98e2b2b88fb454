package dev.roadloop.embedded.lambda;

import dev.roadloop.embedded.lambda.FunctionConfig.AsyncPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;

/// A function of which nothing matters but its name, `work`, and how it is invoked.
final class TestFunction {

    private TestFunction() {}

    static FunctionConfig of(AsyncPolicy policy) {
        return new FunctionConfig(
                "work",
                "arn:aws:lambda:us-east-1:123456789012:function:work",
                "arn:aws:iam::123456789012:role/work",
                "a.B",
                "java25",
                Path.of("none.jar"),
                Duration.ofSeconds(3),
                128,
                Map.of(),
                OptionalInt.empty(),
                policy,
                "/aws/lambda/work");
    }
}
