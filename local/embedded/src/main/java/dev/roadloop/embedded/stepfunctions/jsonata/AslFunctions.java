package dev.roadloop.embedded.stepfunctions.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// The functions that Step Functions adds to JSONata, and `$eval`, which it takes away. See AWS,
/// "Transforming data with JSONata in Step Functions", JSONata functions provided by Step
/// Functions.
final class AslFunctions {

    /// Most elements that `$range` makes: as many as AWS's memory bound lets a sequence have.
    static final int LARGEST_SEQUENCE = 873_782;

    private static final Set<String> ALGORITHMS =
            Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final Jsonata.JFunction UUID_FUNCTION =
            Jsonata.function("uuid", () -> UUID.randomUUID().toString(), "<:s>");
    private static final Jsonata.JFunction RANDOM =
            Jsonata.function("random", AslFunctions::random, "<n?:n>");
    private static final Jsonata.JFunction HASH =
            Jsonata.function("hash", AslFunctions::hash, "<ss:s>");
    private static final Jsonata.JFunction PARSE =
            Jsonata.function("parse", AslFunctions::parse, "<s:x>");
    private static final Jsonata.JFunction PARTITION =
            Jsonata.function("partition", AslFunctions::partition, "<an:a>");
    private static final Jsonata.JFunction RANGE =
            Jsonata.function("range", AslFunctions::range, "<nnn:a>");

    private AslFunctions() {}

    static void register(Jsonata expression) {
        expression.registerFunction("uuid", UUID_FUNCTION);
        expression.registerFunction("random", RANDOM);
        expression.registerFunction("hash", HASH);
        expression.registerFunction("parse", PARSE);
        expression.registerFunction("partition", PARTITION);
        expression.registerFunction("range", RANGE);
        expression.assign("eval", null);
    }

    private static double random(@Nullable Number seed) {
        return seed == null
                ? ThreadLocalRandom.current().nextDouble()
                : new SplittableRandom(seed.longValue()).nextDouble();
    }

    private static String hash(String data, String algorithm) {
        if (!ALGORITHMS.contains(algorithm)) {
            throw new JException(
                    "Unsupported hash algorithm '%s', expected one of MD5, SHA-1, SHA-256, SHA-384, SHA-512"
                            .formatted(algorithm));
        }
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance(algorithm)
                                    .digest(data.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm + " is part of every JDK", e);
        }
    }

    private static Object parse(String json) {
        try {
            return JsonValues.toJava(JSON.readTree(json));
        } catch (JsonProcessingException e) {
            throw new JException("Invalid JSON passed to $parse: " + e.getOriginalMessage());
        }
    }

    private static List<List<?>> partition(List<?> array, Number size) {
        int chunk = size.intValue();
        if (chunk < 1) {
            throw new JException(
                    "The chunk size of $partition must be a positive whole number, but was "
                            + size);
        }
        List<List<?>> chunks = new ArrayList<>();
        for (int from = 0; from < array.size(); from += chunk) {
            chunks.add(new ArrayList<>(array.subList(from, Math.min(array.size(), from + chunk))));
        }
        return chunks;
    }

    private static List<Number> range(Number first, Number last, Number step) {
        double by = step.doubleValue();
        if (by == 0) {
            throw new JException("The step of $range must not be 0");
        }
        double length = Math.floor((last.doubleValue() - first.doubleValue()) / by) + 1;
        if (length > LARGEST_SEQUENCE) {
            throw new JException(
                    "Expression evaluation memory limit exceeded: Check for excessive memory"
                            + " usage");
        }
        List<Number> numbers = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            double value = first.doubleValue() + i * by;
            boolean whole = Double.compare(value, Math.rint(value)) == 0;
            numbers.add(whole ? (Number) (long) value : (Number) value);
        }
        return numbers;
    }
}
