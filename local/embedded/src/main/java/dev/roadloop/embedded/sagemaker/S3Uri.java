package dev.roadloop.embedded.sagemaker;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A place in S3.
///
/// @param prefix ends with `/`, or is empty for the whole bucket
record S3Uri(String bucket, String prefix) {

    private static final Pattern FORM = Pattern.compile("s3://([a-z0-9.-]{3,63})(?:/(.{0,900}))?");

    static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /// @throws IllegalArgumentException if it has another form
    static S3Uri parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "expected s3://<bucket>/<prefix>, found '" + text + "'");
        }
        String prefix = matcher.group(2) == null ? "" : matcher.group(2);
        return new S3Uri(
                matcher.group(1), prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/");
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + prefix;
    }
}
