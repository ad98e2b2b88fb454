package dev.roadloop.embedded.gateway;

import dev.roadloop.embedded.api.ApiException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The signature of a request, in its `Authorization` header or, presigned, in its query.
///
/// @param accessKeyId whose
/// @param date `yyyymmdd` of the scope
/// @param region of the scope
/// @param service of the scope, such as `s3`
/// @param signedHeaders lower-case names
/// @param signature hexadecimal
/// @param time when it was signed
/// @param sessionToken empty where there is none
/// @param expires how long a presigned one is good; empty for a header
record Signature(
        String accessKeyId,
        String date,
        String region,
        String service,
        List<String> signedHeaders,
        String signature,
        Instant time,
        String sessionToken,
        Optional<Duration> expires) {

    static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final long MAX_EXPIRES_SECONDS = 604_800;

    /// The signature of `request`; empty for an anonymous one.
    ///
    /// @throws ApiException if there is one that cannot be read
    static Optional<Signature> of(HttpRequest request) {
        if (request.query().containsKey("X-Amz-Signature")) {
            return Optional.of(presigned(request.query()));
        }
        if (request.query().containsKey("AWSAccessKeyId")
                && request.query().containsKey("Expires")) {
            return Optional.of(presignedByVersion2(request.query()));
        }
        return request.header("Authorization")
                .filter(value -> value.startsWith(ALGORITHM))
                .map(value -> header(request, value.substring(ALGORITHM.length())));
    }

    /// Whether a presigned request comes after its end.
    boolean expiredAt(Instant now) {
        return expires.isPresent() && now.isAfter(time.plus(expires.get()));
    }

    /// `date/region/service/aws4_request`.
    String scope() {
        return date + "/" + region + "/" + service + "/aws4_request";
    }

    /// The AWS CLI still presigns for its default region by version 2. Only the owner's can be
    /// accepted: such a signature is not verified here, so a role's token on it is refused.
    private static Signature presignedByVersion2(Map<String, String> query) {
        if (query.containsKey("x-amz-security-token")) {
            throw malformed(
                    "a role presigns by Signature Version 4 here; choose s3v4 in the client");
        }
        try {
            Instant end = Instant.ofEpochSecond(Long.parseLong(query.getOrDefault("Expires", "")));
            return new Signature(
                    query.getOrDefault("AWSAccessKeyId", ""),
                    "",
                    "",
                    "s3",
                    List.of(),
                    "",
                    end,
                    "",
                    Optional.of(Duration.ZERO));
        } catch (NumberFormatException | DateTimeException e) {
            throw malformed("Expires must be seconds since 1970");
        }
    }

    private static Signature presigned(Map<String, String> query) {
        long seconds;
        try {
            seconds = Long.parseLong(query.getOrDefault("X-Amz-Expires", ""));
        } catch (NumberFormatException e) {
            throw malformed("X-Amz-Expires must be a number");
        }
        if (seconds < 0 || seconds > MAX_EXPIRES_SECONDS) {
            throw malformed("X-Amz-Expires must be between 0 and a week (in seconds)");
        }
        return of(
                query.getOrDefault("X-Amz-Credential", ""),
                query.getOrDefault("X-Amz-SignedHeaders", ""),
                query.getOrDefault("X-Amz-Signature", ""),
                query.getOrDefault("X-Amz-Date", ""),
                query.getOrDefault("X-Amz-Security-Token", ""),
                Optional.of(Duration.ofSeconds(seconds)));
    }

    private static Signature header(HttpRequest request, String fields) {
        Map<String, String> byName = new HashMap<>();
        for (String field : fields.split(",")) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                byName.put(field.substring(0, equals).strip(), field.substring(equals + 1).strip());
            }
        }
        return of(
                byName.getOrDefault("Credential", ""),
                byName.getOrDefault("SignedHeaders", ""),
                byName.getOrDefault("Signature", ""),
                request.header("X-Amz-Date").orElse(""),
                request.header("X-Amz-Security-Token").orElse(""),
                Optional.empty());
    }

    private static Signature of(
            String credential,
            String signedHeaders,
            String signature,
            String time,
            String token,
            Optional<Duration> expires) {
        String[] scope = credential.split("/");
        if (scope.length != 5) {
            throw malformed(
                    "the credential must be <key>/<date>/<region>/<service>/aws4_request, found "
                            + credential);
        }
        try {
            return new Signature(
                    scope[0],
                    scope[1],
                    scope[2],
                    scope[3],
                    List.of(signedHeaders.split(";")),
                    signature,
                    Instant.from(TIME.parse(time)),
                    token,
                    expires);
        } catch (DateTimeParseException e) {
            throw malformed("X-Amz-Date must be like 20260101T120000Z, found '" + time + "'");
        }
    }

    private static ApiException malformed(String problem) {
        return new ApiException("AuthorizationQueryParametersError", 400, problem);
    }
}
