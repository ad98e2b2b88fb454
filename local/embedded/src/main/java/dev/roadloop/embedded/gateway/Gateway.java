package dev.roadloop.embedded.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.roadloop.embedded.api.ApiCaller;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.AwsApi;
import dev.roadloop.embedded.api.Experiment;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.httpapi.HttpApis;
import dev.roadloop.embedded.iam.IdentityAccess;
import dev.roadloop.embedded.iam.RequiredPermissions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// The one address of all services, and the way by which they call one another.
///
/// Bind first, so that the address is known while the template is evaluated; then [#secure], then
/// [#register] and [#proxyS3] each service, then [#serve]. Listens on 127.0.0.1 only. A call to a
/// service that is not registered is answered with `UnknownService`, never with silence.
public final class Gateway implements ApiCaller, AutoCloseable {

    static {
        // Without it every small answer waits 40 ms for the peer's delayed acknowledgement.
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
    }

    private static final int BACKLOG = 1024;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, AwsApi> services = new ConcurrentHashMap<>();
    private volatile @Nullable Security security;
    private volatile Experiment.Faults faults = Experiment.NONE.faults();
    private volatile @Nullable URI s3;
    private volatile @Nullable HttpApis apis;

    private record Security(IdentityAccess iam, RequiredPermissions permissions) {}

    private Gateway(HttpServer server) {
        this.server = server;
    }

    /// Takes a port; requests are answered from [#serve] on.
    ///
    /// @param port 0 for any free one
    /// @throws UncheckedIOException if the port is taken
    public static Gateway bind(int port) {
        try {
            return new Gateway(
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
                            BACKLOG));
        } catch (BindException e) {
            throw new UncheckedIOException(
                    "port " + port + " on 127.0.0.1 is taken; stop its user or give another", e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on 127.0.0.1:" + port, e);
        }
    }

    /// `http://127.0.0.1:<port>`.
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /// Says who is who and who may do what.
    public void secure(IdentityAccess iam, RequiredPermissions permissions) {
        security = new Security(iam, permissions);
    }

    /// Lets an experiment decide about every call that is permitted.
    public void trouble(Experiment.Faults experiment) {
        faults = experiment;
    }

    /// Adds a service.
    public void register(AwsApi service) {
        if (services.putIfAbsent(service.service(), service) != null) {
            throw new IllegalStateException("two services are named " + service.service());
        }
    }

    /// Streams HTTP requests for S3 to a server that speaks S3.
    public void proxyS3(URI store) {
        s3 = store;
    }

    /// Lets HTTP APIs answer what their path begins with.
    public void serveApis(HttpApis served) {
        apis = served;
    }

    /// Starts to answer requests.
    public void serve() {
        security();
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    @Override
    public JsonNode call(Principal caller, String service, String action, JsonNode input) {
        return perform(
                caller, service, action, input, (api, name) -> api.call(caller, name, input));
    }

    @Override
    public JsonNode callOnce(
            Principal caller, String requestId, String service, String action, JsonNode input) {
        return perform(
                caller,
                service,
                action,
                input,
                (api, name) -> api.callOnce(caller, requestId, name, input));
    }

    @Override
    public void require(Principal caller, String service, String action, JsonNode input) {
        security().iam().check(caller, security().permissions().of(service, action, input));
    }

    private JsonNode perform(
            Principal caller,
            String service,
            String action,
            JsonNode input,
            BiFunction<AwsApi, String, JsonNode> call) {
        Security security = security();
        AwsApi api = services.get(service);
        if (api == null) {
            throw new ApiException(
                    "UnknownService",
                    501,
                    "The service "
                            + service
                            + " has no counterpart in the embedded mode; "
                            + services.keySet()
                            + " have");
        }
        String name = action.substring(0, 1).toUpperCase(Locale.ROOT) + action.substring(1);
        security.iam().check(caller, security.permissions().of(service, name, input));
        try {
            return faults.strike(new Experiment.Call(caller, service, name, input))
                    .orElseGet(() -> call.apply(api, name));
        } catch (UncheckedIOException e) {
            throw new ApiException(
                    "ServiceUnavailable",
                    503,
                    service
                            + ":"
                            + name
                            + " is refused, because the state directory cannot be written: "
                            + e.getMessage()
                            + ". If its disk is full, free some space; what was accepted before is"
                            + " kept");
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        client.shutdownNow();
    }

    private Security security() {
        Security known = security;
        if (known == null) {
            throw new IllegalStateException("secure() comes before the first call");
        }
        return known;
    }

    private void handle(HttpExchange exchange) throws IOException {
        Protocol protocol = Protocol.REST_XML;
        HttpRequest request = new HttpRequest(exchange);
        try {
            Optional<Signature> signature = Signature.of(request);
            HttpApis served = apis;
            if (served != null && request.rawPath().startsWith(HttpApis.PREFIX)) {
                new HttpApiHandler(served, security().iam()).handle(request, signature);
                return;
            }
            Destination destination = Destination.of(request, signature);
            protocol = destination.protocol();
            Principal caller = new Authenticator(security().iam()).authenticate(request, signature);
            dispatch(request, destination, caller);
        } catch (ApiException e) {
            protocol.error(e, request.requestId()).send(exchange);
        } catch (IOException e) {
            // The client went away, or the store behind did: either way there is no one left to
            // tell on this connection.
            exchange.close();
        } catch (RuntimeException e) {
            System.getLogger(Gateway.class.getName())
                    .log(
                            System.Logger.Level.ERROR,
                            request.method()
                                    + " "
                                    + request.rawPath()
                                    + " failed, request "
                                    + request.requestId(),
                            e);
            protocol.error(
                            new ApiException(
                                    "InternalFailure",
                                    500,
                                    "The request processing has failed because of an unknown error:"
                                            + " "
                                            + e),
                            request.requestId())
                    .send(exchange);
        }
    }

    private void dispatch(HttpRequest request, Destination destination, Principal caller)
            throws IOException {
        ApiHandler handler = new ApiHandler(this);
        switch (destination.protocol()) {
            case AWS_JSON ->
                    handler.json(request, caller, destination.service(), destination.target())
                            .send(request.exchange());
            case REST_JSON ->
                    handler.rest(request, caller, destination.service()).send(request.exchange());
            case QUERY ->
                    handler.query(request, caller, destination.service()).send(request.exchange());
            case REST_XML -> {
                URI store = s3;
                if (store == null) {
                    throw new ApiException(
                            "ServiceUnavailable", 503, "S3 has not started yet. Please try again.");
                }
                S3Operations.Operation operation = S3Operations.of(request);
                faults.strike(
                        new Experiment.Call(
                                caller,
                                "s3",
                                operation.name(),
                                new TextNode(operation.bucket() + "/" + operation.key())));
                new S3Handler(
                                security().iam(),
                                security().permissions().s3(),
                                new Upstream(store, client))
                        .handle(request, caller);
            }
        }
    }
}
