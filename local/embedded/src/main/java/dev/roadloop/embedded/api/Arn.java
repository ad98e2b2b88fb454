package dev.roadloop.embedded.api;

/// An Amazon Resource Name, taken apart.
///
/// @param service third part, such as `sqs`
/// @param region fourth part, empty for global services
/// @param account fifth part, empty for buckets
/// @param resource the rest, such as `function:Name`
public record Arn(String service, String region, String account, String resource) {

    /// @throws IllegalArgumentException if `text` has not six parts
    public static Arn parse(String text) {
        String[] parts = text.split(":", 6);
        if (parts.length != 6 || !parts[0].equals("arn")) {
            throw new IllegalArgumentException(
                    "expected an ARN such as arn:aws:sqs:us-east-1:123456789012:name, found '"
                            + text
                            + "'");
        }
        return new Arn(parts[2], parts[3], parts[4], parts[5]);
    }

    /// What follows the resource's type: `Name` of `function:Name` and of `event-bus/Name`.
    public String name() {
        int end = resource.indexOf(':');
        int slash = resource.indexOf('/');
        int separator = end < 0 ? slash : slash < 0 ? end : Math.min(end, slash);
        return resource.substring(separator + 1);
    }

    /// The URL by which a queue of this ARN is addressed; the host does not matter to the embedded
    /// mode.
    public String queueUrl() {
        return "https://sqs." + region + ".amazonaws.com/" + account + "/" + resource;
    }
}
