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

/// Hands a request to an HTTP API. One without a signature is the owner's.
final class HttpApiHandler {

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
                                request.requestId()),
                        caller);
        HttpAnswer sent =
                new HttpAnswer(
                        answer.status(), new LinkedHashMap<>(answer.headers()), answer.body());
        sent.with("apigw-requestid", request.requestId()).send(request.exchange());
    }
}
