package dev.roadloop.embedded.httpapi;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One HTTP API of the template.
///
/// @param id its path segment here
/// @param routes the most specific first
public record HttpApi(String id, List<Route> routes) {

    public HttpApi {
        routes = routes.stream().sorted(Comparator.comparing(Route::key)).toList();
    }

    /// A route to a function.
    ///
    /// @param functionArn what it invokes
    /// @param signed whether only those who may `execute-api:Invoke` it are let through
    public record Route(RouteKey key, String functionArn, boolean signed) {
        /// @param key such as `GET /runs/{id}`
        public static Route of(String key, String functionArn, boolean signed) {
            return new Route(RouteKey.parse(key), functionArn, signed);
        }
    }

    /// A route and the variables of its path.
    record Match(Route route, Map<String, String> variables) {}

    Optional<Match> match(String method, String path) {
        return routes.stream()
                .flatMap(route ->
                        route
                                .key()
                                .match(method, path)
                                .map(variables -> new Match(route, variables))
                                .stream())
                .findFirst();
    }
}
