package dev.roadloop.embedded.template;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// Gives resources without an explicit name a readable one that is the same at every start: the
/// logical id without the hash that CDK appends, with the stack before it where two stacks would
/// give the same name.
final class PhysicalNames {

    private static final Pattern CDK_HASH = Pattern.compile("(?<=.)[0-9A-F]{8}$");
    private static final Pattern WORD_START =
            Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])");
    private static final int LONGEST_BUCKET_NAME = 63;

    private final Map<String, Integer> owners = new HashMap<>();

    /// Counts a resource, so that names used twice are known before the first is given out.
    void register(String type, String logicalId) {
        owners.merge(key(type, logicalId), 1, Integer::sum);
    }

    /// The name of a resource that does not state one.
    String name(String stack, String logicalId, String type) {
        boolean unique = owners.getOrDefault(key(type, logicalId), 1) == 1;
        String name = unique ? readable(logicalId) : stack + "-" + logicalId;
        return type.equals("AWS::S3::Bucket") ? bucketName(name) : name;
    }

    private static String key(String type, String logicalId) {
        return type + " " + readable(logicalId).toLowerCase(Locale.ROOT);
    }

    static String readable(String logicalId) {
        return CDK_HASH.matcher(logicalId).replaceFirst("");
    }

    /// `LandingBucket` becomes `landing-bucket`: 3 to 63 lower-case letters, digits and hyphens.
    static String bucketName(String name) {
        String kebab =
                WORD_START
                        .matcher(name)
                        .replaceAll("-")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^a-z0-9-]", "-")
                        .replaceAll("-{2,}", "-");
        String padded = kebab.length() < 3 ? kebab + "-bucket" : kebab;
        String cut =
                padded.length() <= LONGEST_BUCKET_NAME
                        ? padded
                        : padded.substring(0, 54) + "-" + Integer.toHexString(name.hashCode());
        return cut.replaceAll("^-|-$", "");
    }
}
