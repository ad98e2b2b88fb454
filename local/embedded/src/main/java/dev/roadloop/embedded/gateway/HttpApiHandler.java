package dev.roadloop.embedded.gateway;

import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.httpapi.HttpApiAnswer;
import dev.roadloop.embedded.httpapi.HttpApiRequest;
import dev.roadloop.embedded.httpapi.HttpApis;
import dev.roadloop.embedded.iam.IdentityAccess;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Hands a request to an HTTP API. One without a signature is the owner's.
final class HttpApiHandler {

    /// Source: IAM user guide, names of users.
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9+=,.@_-]{1,64}");

    private final HttpApis apis;
    private final IdentityAccess iam;

    HttpApiHandler(HttpApis apis, IdentityAccess iam) {
        this.apis = apis;
        this.iam = iam;
    }

    void handle(HttpRequest request, Optional<Signature> signature) throws IOException {
        Principal caller =
                signature.isEmpty()
                        ? iam.owner()
                        : new Authenticator(iam).authenticate(request, signature);
        Map<String, List<String>> headers = new LinkedHashMap<>();
        request.exchange()
                .getRequestHeaders()
                .forEach((name, values) ->
                        headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        String query = request.exchange().getRequestURI().getRawQuery();
        byte[] body = request.body();
        HttpApiAnswer answer =
                apis.answer(
                        new HttpApiRequest(
                                request.method(),
                                request.rawPath(),
                                query == null ? "" : query,
                                headers,
                                body::clone,
                                request.requestId(),
                                callerArn(caller, signature)),
                        caller);
        HttpAnswer sent =
                new HttpAnswer(
                        answer.status(), new LinkedHashMap<>(answer.headers()), answer.body());
        sent.with("apigw-requestid", request.requestId()).send(request.exchange());
    }

    /// Whoever signs with a key of her own choice is the owner, whatever she may do, but by the
    /// key's id functions can tell people apart, as by the names of IAM users on AWS.
    private static String callerArn(Principal caller, Optional<Signature> signature) {
        String key = signature.map(Signature::accessKeyId).orElse("");
        return caller.isOwner() && USER.matcher(key).matches()
                ? caller.arn().replaceFirst(":root$", ":user/" + key)
                : caller.arn();
    }
}
