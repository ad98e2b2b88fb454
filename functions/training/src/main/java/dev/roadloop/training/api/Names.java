package dev.roadloop.training.api;

import java.util.regex.Pattern;

/// The rules for keys and values that callers choose. Source: `mlflow/utils/validation.py`.
public final class Names {
    /// Most characters of a metric's, parameter's or tag's key.
    public static final int LONGEST_KEY = 250;

    /// Most characters of a parameter's value.
    public static final int LONGEST_PARAMETER = 6000;

    /// Most characters of a tag's value.
    public static final int LONGEST_TAG = 8000;

    /// Most characters of a tag's value of an experiment.
    public static final int LONGEST_EXPERIMENT_TAG = 20_000;

    /// Most characters of a tag's value of a registered model or a version.
    public static final int LONGEST_REGISTRY_TAG = 100_000;

    private static final Pattern KEY =
            Pattern.compile("[/\\w.\\- :]*", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern ID = Pattern.compile("[a-zA-Z0-9][\\w\\-]{0,255}");

    private Names() {}

    /// Checks the key of a metric, parameter or tag.
    ///
    /// @param kind for the message
    public static String key(String kind, String key) {
        if (!KEY.matcher(key).matches()) {
            throw TrackingException.invalid(
                    "Invalid value \""
                            + key
                            + "\" for parameter '"
                            + kind
                            + "' supplied: Names may only contain alphanumerics, underscores (_),"
                            + " dashes (-), periods (.), spaces ( ), colon(:) and slashes (/).");
        }
        unlikeOtherPaths(kind, key);
        return shorter(kind, key, LONGEST_KEY);
    }

    /// Checks the name of a registered model, which is part of URIs such as `models:/name/1`.
    public static String model(String kind, String name, int most) {
        if (name.isBlank()) {
            throw TrackingException.invalid("Missing value for required parameter '" + kind + "'.");
        }
        if (name.contains("/") || name.contains(":")) {
            throw TrackingException.invalid(
                    "Invalid model name '" + name + "'. Names cannot contain '/' or ':'.");
        }
        unlikeOtherPaths(kind, name);
        return shorter(kind, name, most);
    }

    private static void unlikeOtherPaths(String kind, String name) {
        if (name.startsWith("/")
                || name.endsWith("/")
                || name.contains("//")
                || ("/" + name + "/").contains("/../")
                || ("/" + name + "/").contains("/./")) {
            throw TrackingException.invalid(
                    "Invalid value \""
                            + name
                            + "\" for parameter '"
                            + kind
                            + "' supplied: Names may be treated as files in certain cases, and must"
                            + " not resolve to other names when treated as such.");
        }
    }

    /// Checks that a text is not too long.
    public static String shorter(String kind, String text, int most) {
        if (text.length() > most) {
            throw TrackingException.invalid(
                    "'"
                            + kind
                            + "' exceeds the maximum length of "
                            + most
                            + " characters: found "
                            + text.length());
        }
        return text;
    }

    /// The beginning of a value that is too long, as MLflow keeps it.
    public static String cut(String text, int most) {
        return text.length() > most ? text.substring(0, most) : text;
    }

    /// Whether a text can be an id.
    public static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /// Checks the id of a run, an experiment or a logged model before it becomes part of a key.
    public static String id(String kind, String id) {
        if (!isId(id)) {
            throw TrackingException.invalid(
                    "Invalid "
                            + kind
                            + ": '"
                            + (id.length() > 200 ? id.substring(0, 200) : id)
                            + "'");
        }
        return id;
    }
}
