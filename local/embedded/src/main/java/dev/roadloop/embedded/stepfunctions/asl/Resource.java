package dev.roadloop.embedded.stepfunctions.asl;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the `Resource` of a Task names.
///
/// @param arn as written
/// @param service `lambda`, `batch`, … as in the ARN; for `aws-sdk` the SDK's service name, such as
///   `sfn`
/// @param action `invoke`, `submitJob`, … without suffix
/// @param sdk whether it is an `aws-sdk` integration
/// @param answer how the answer comes back
public record Resource(String arn, String service, String action, boolean sdk, Answer answer) {

    /// How the answer of a task comes back.
    public enum Answer {
        /// A Lambda function named directly by its ARN.
        FUNCTION(""),
        /// The answer is that of the call.
        REQUEST_RESPONSE(""),
        /// The answer is that of the job that the call starts.
        SYNC(".sync"),
        /// As `SYNC`, the output parsed as JSON.
        SYNC_2(".sync:2"),
        /// The answer comes by `SendTaskSuccess` or `SendTaskFailure`.
        CALLBACK(".waitForTaskToken");

        private final String suffix;

        Answer(String suffix) {
            this.suffix = suffix;
        }
    }

    private static final Pattern LAMBDA =
            Pattern.compile(
                    "arn:aws[a-z-]*:lambda:[a-z0-9-]+:\\d{12}:function:[A-Za-z0-9-_]+(:[A-Za-z0-9-_$.]+)?");
    private static final Pattern INTEGRATION =
            Pattern.compile(
                    "arn:aws[a-z-]*:states:::(aws-sdk:)?([a-z0-9]+):([a-zA-Z0-9]+)(\\.sync|\\.sync:2|\\.waitForTaskToken)?");

    /// Reads a `Resource` value.
    ///
    /// @throws IllegalArgumentException if it is none that a Task can have here
    public static Resource parse(String arn) {
        if (LAMBDA.matcher(arn).matches()) {
            return new Resource(arn, "lambda", "invoke", false, Answer.FUNCTION);
        }
        Matcher integration = INTEGRATION.matcher(arn);
        if (integration.matches()) {
            String suffix = integration.group(4) == null ? "" : integration.group(4);
            Answer answer =
                    switch (suffix) {
                        case ".sync" -> Answer.SYNC;
                        case ".sync:2" -> Answer.SYNC_2;
                        case ".waitForTaskToken" -> Answer.CALLBACK;
                        default -> Answer.REQUEST_RESPONSE;
                    };
            return new Resource(
                    arn,
                    integration.group(2),
                    integration.group(3),
                    integration.group(1) != null,
                    answer);
        }
        if (arn.contains(":activity:")) {
            throw new IllegalArgumentException(
                    "Activities are not supported here: use a .waitForTaskToken integration instead"
                            + " of "
                            + arn);
        }
        throw new IllegalArgumentException(
                "Value is not a valid resource ARN: "
                        + arn
                        + ", expected arn:aws:states:::<service>:<action> or the ARN of a Lambda"
                        + " function");
    }

    /// `resourceType` of the history events: `lambda`, or `aws-sdk:s3`.
    public String historyType() {
        return sdk ? "aws-sdk:" + service : service;
    }

    /// `resource` of the history events: `invoke`, `submitJob.sync`.
    public String historyName() {
        return action + answer.suffix;
    }

    /// Name of the API's operation: `SubmitJob`.
    public String operation() {
        return action.substring(0, 1).toUpperCase(Locale.ROOT) + action.substring(1);
    }
}
