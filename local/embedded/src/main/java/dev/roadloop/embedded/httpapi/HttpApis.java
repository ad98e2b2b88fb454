package dev.roadloop.embedded.httpapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.iam.IdentityAccess;
import dev.roadloop.embedded.iam.Permission;
import dev.roadloop.embedded.iam.ServicePrincipal;
import dev.roadloop.embedded.template.TemplateSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// All HTTP APIs of the template.
///
/// Limits as on AWS: 10 MB for a request, and what a function takes and gives.
public final class HttpApis {
    /// What the path of every API begins with; no bucket can be named so.
    public static final String PREFIX = "/_api/";

    private static final int MOST_BYTES = 10 << 20;

    private final Map<String, HttpApi> apis;
    private final TemplateSettings settings;
    private final IdentityAccess iam;
    private final ApiCaller caller;
    private final InstantSource clock;

    public HttpApis(
            List<HttpApi> apis,
            TemplateSettings settings,
            IdentityAccess iam,
            ApiCaller caller,
            InstantSource clock) {
        this.apis = apis.stream().collect(Collectors.toMap(HttpApi::id, Function.identity()));
        this.settings = settings;
        this.iam = iam;
        this.caller = caller;
        this.clock = clock;
    }

    /// Answers a request whose path begins with [#PREFIX].
    ///
    /// @param request with the whole path
    /// @param principal who signed it; the owner where no one did
    public HttpApiAnswer answer(HttpApiRequest request, Principal principal) {
        String within = request.rawPath().substring(PREFIX.length());
        int slash = within.indexOf('/');
        HttpApi api = apis.get(slash < 0 ? within : within.substring(0, slash));
        if (api == null || isForeign(request)) {
            return HttpApiAnswer.message(
                    api == null ? 404 : 403, api == null ? "Not Found" : "Forbidden");
        }
        HttpApiRequest inner =
                new HttpApiRequest(
                        request.method(),
                        slash < 0 ? "/" : within.substring(slash),
                        request.rawQuery(),
                        request.headers(),
                        request.body(),
                        request.requestId(),
                        request.callerArn());
        Optional<HttpApi.Match> match = api.match(inner.method(), decoded(inner.rawPath()));
        if (match.isEmpty()) {
            return HttpApiAnswer.message(404, "Not Found");
        }
        if (inner.body().bytes().length > MOST_BYTES) {
            return HttpApiAnswer.message(413, "Request Entity Too Large");
        }
        String resource = api.id() + "/$default/" + inner.method() + inner.rawPath();
        try {
            if (match.get().route().signed()) {
                iam.check(
                        principal,
                        List.of(
                                Permission.of(
                                        "execute-api:Invoke",
                                        settings.arn("execute-api", resource))));
            }
            return invoke(api, match.get(), inner);
        } catch (ApiException e) {
            return switch (e.status()) {
                case 403 -> HttpApiAnswer.message(403, "Forbidden: " + e.getMessage());
                case 413 -> HttpApiAnswer.message(413, "Request Entity Too Large");
                case 429 -> HttpApiAnswer.message(503, "Service Unavailable");
                default -> HttpApiAnswer.message(500, "Internal Server Error");
            };
        }
    }

    private HttpApiAnswer invoke(HttpApi api, HttpApi.Match match, HttpApiRequest request) {
        ObjectNode event =
                ProxyEvent.of(
                        api.id(),
                        settings.account(),
                        match.route().key(),
                        match.variables(),
                        match.route().signed(),
                        request,
                        clock.instant());
        ObjectNode input =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("FunctionName", match.route().functionArn());
        input.set("Payload", BinaryNode.valueOf(event.toString().getBytes(StandardCharsets.UTF_8)));
        // A function's policy names the route, not the path that was asked for.
        String source = api.id() + "/$default/" + request.method() + match.route().key().path();
        JsonNode answer =
                caller.call(
                        ServicePrincipal.of(
                                "apigateway.amazonaws.com", settings.arn("execute-api", source)),
                        "lambda",
                        "InvokeFunction",
                        input);
        return answer.has("FunctionError")
                ? HttpApiAnswer.message(500, "Internal Server Error")
                : HttpApiAnswer.ofFunction(text(answer.path("Payload")));
    }

    /// A page of another origin could otherwise make its reader's browser call as the owner, and so
    /// could a host name that leads to this machine.
    private boolean isForeign(HttpApiRequest request) {
        String here = settings.endpoint().getAuthority();
        String host = request.header("host");
        String origin = request.header("origin");
        int port = settings.endpoint().getPort();
        boolean hostIsHere = host.equals(here) || host.equals("localhost:" + port);
        return !hostIsHere
                || !origin.isEmpty()
                        && !origin.equals("http://" + here)
                        && !origin.equals("http://localhost:" + port);
    }

    private static String decoded(String rawPath) {
        return URLDecoder.decode(rawPath.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String text(JsonNode payload) {
        try {
            return payload.isBinary()
                    ? new String(payload.binaryValue(), StandardCharsets.UTF_8)
                    : payload.asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Where an API is reached.
    public static URI endpoint(URI address, String id) {
        return URI.create(address + PREFIX + id);
    }
}
