package dev.roadloop.embedded.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/// One function of the template.
///
/// @param handler `package.Class` or `package.Class::method`
/// @param runtime identifier such as `java25`
/// @param code the deployable jar, or a directory of classes and `lib/*.jar`
/// @param timeout 1 to 900 seconds
/// @param memoryMiB 128 to 10,240
/// @param environment the template's variables, references resolved
/// @param reservedConcurrency how many invocations may run at once; absent means the account's
///   limit
/// @param asynchronous what becomes of events that are sent without waiting
/// @param logGroup the log group its output goes to
public record FunctionConfig(
        String name,
        String arn,
        String roleArn,
        String handler,
        String runtime,
        Path code,
        Duration timeout,
        int memoryMiB,
        Map<String, String> environment,
        OptionalInt reservedConcurrency,
        AsyncPolicy asynchronous,
        String logGroup) {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-_]{1,64}");

    /// @throws IllegalArgumentException if a value is outside what Lambda accepts
    public FunctionConfig {
        environment = Map.copyOf(environment);
        require(
                NAME.matcher(name).matches(),
                name,
                "a name of 1 to 64 letters, digits, hyphens and underscores",
                name);
        require(
                timeout.compareTo(Duration.ofSeconds(1)) >= 0
                        && timeout.compareTo(Duration.ofMinutes(15)) <= 0,
                name,
                "a timeout of 1 to 900 s",
                timeout);
        require(
                memoryMiB >= 128 && memoryMiB <= 10_240,
                name,
                "128 to 10240 MiB of memory",
                memoryMiB);
        require(!handler.isBlank(), name, "a handler such as package.Class::method", handler);
    }

    private static void require(boolean holds, String name, String expected, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "function " + name + ": expected " + expected + ", found " + found);
        }
    }

    /// What becomes of an event that was sent with `InvocationType=Event`.
    ///
    /// @param maxRetries attempts after the first, 0 to 2
    /// @param maxAge age after which an event is given up
    /// @param deadLetterArn queue that gets the event as it was, when it is given up
    /// @param onSuccess destination that gets a record of a success
    /// @param onFailure destination that gets a record of a failure
    public record AsyncPolicy(
            int maxRetries,
            Duration maxAge,
            Optional<String> deadLetterArn,
            Optional<String> onSuccess,
            Optional<String> onFailure) {

        /// Lambda's own defaults: two retries within six hours and nowhere to go.
        public static final AsyncPolicy DEFAULT =
                new AsyncPolicy(
                        2,
                        Duration.ofHours(6),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());

        /// @throws IllegalArgumentException if `maxRetries` is not 0 to 2
        public AsyncPolicy {
            if (maxRetries < 0 || maxRetries > 2) {
                throw new IllegalArgumentException(
                        "MaximumRetryAttempts: expected 0 to 2, found " + maxRetries);
            }
        }
    }
}
