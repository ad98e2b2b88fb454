package dev.roadloop.embedded.gateway;

import dev.roadloop.embedded.api.ApiException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Checks a request's signature, as "Signature Version 4 signing process" in the IAM user guide
/// describes it.
///
/// What is covered: method, path, query, signed headers, and the payload's hash as the header
/// states it; for API calls without such a header, the payload. That an object's bytes have the
/// hash that `x-amz-content-sha256` states is not checked here, nor the signatures of single
/// chunks.
final class SigV4 {

    private SigV4() {}

    /// @throws ApiException `SignatureDoesNotMatch` if `secret` did not sign it
    static void verify(HttpRequest request, Signature signature, String secret) throws IOException {
        String canonical = canonical(request, signature);
        String toSign =
                "AWS4-HMAC-SHA256\n"
                        + Signature.TIME.format(signature.time())
                        + "\n"
                        + signature.scope()
                        + "\n"
                        + sha256(canonical.getBytes(StandardCharsets.UTF_8));
        byte[] key = hmac(("AWS4" + secret).getBytes(StandardCharsets.UTF_8), signature.date());
        for (String part : List.of(signature.region(), signature.service(), "aws4_request")) {
            key = hmac(key, part);
        }
        byte[] expected =
                HexFormat.of().formatHex(hmac(key, toSign)).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(
                expected, signature.signature().getBytes(StandardCharsets.UTF_8))) {
            throw new ApiException(
                    "SignatureDoesNotMatch",
                    403,
                    "The request signature we calculated does not match the signature you provided."
                            + " Check your key and signing method. The canonical request was:\n"
                            + canonical);
        }
    }

    private static String canonical(HttpRequest request, Signature signature) throws IOException {
        StringBuilder result = new StringBuilder(request.method()).append('\n');
        result.append(path(request, signature)).append('\n').append(query(request)).append('\n');
        for (String name : signature.signedHeaders()) {
            List<String> values =
                    request.exchange().getRequestHeaders().getOrDefault(name, List.of());
            result.append(name)
                    .append(':')
                    .append(
                            String.join(
                                    ",",
                                    values.stream()
                                            .map(v -> v.strip().replaceAll(" +", " "))
                                            .toList()))
                    .append('\n');
        }
        return result.append('\n')
                .append(String.join(";", signature.signedHeaders()))
                .append('\n')
                .append(payload(request, signature))
                .toString();
    }

    /// S3 signs the path as sent; every other service signs it encoded once more.
    private static String path(HttpRequest request, Signature signature) {
        String path = request.rawPath().isEmpty() ? "/" : request.rawPath();
        return signature.service().equals("s3")
                ? encode(HttpRequest.decode(path.replace("+", "%2B")), true)
                : encode(path, true);
    }

    private static String query(HttpRequest request) {
        List<String> pairs = new ArrayList<>();
        for (Map.Entry<String, String> parameter : request.query().entrySet()) {
            if (!parameter.getKey().equals("X-Amz-Signature")) {
                pairs.add(
                        encode(parameter.getKey(), false)
                                + "="
                                + encode(parameter.getValue(), false));
            }
        }
        Collections.sort(pairs);
        return String.join("&", pairs);
    }

    private static String payload(HttpRequest request, Signature signature) throws IOException {
        if (signature.expires().isPresent()) {
            return request.header("X-Amz-Content-Sha256").orElse("UNSIGNED-PAYLOAD");
        }
        String stated = request.header("X-Amz-Content-Sha256").orElse("");
        return stated.isEmpty() ? sha256(request.body()) : stated;
    }

    private static String encode(String text, boolean path) {
        String encoded =
                URLEncoder.encode(text, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A")
                        .replace("%7E", "~");
        return path ? encoded.replace("%2F", "/") : encoded;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
