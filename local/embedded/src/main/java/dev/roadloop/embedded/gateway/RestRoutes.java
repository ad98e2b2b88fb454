package dev.roadloop.embedded.gateway;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The HTTP bindings of the services that speak restJson: method and path to action and parameters.
///
/// Source: the `http` traits in AWS's API models of Lambda, Batch and EventBridge Scheduler.
final class RestRoutes {

    /// A request that was recognised.
    ///
    /// @param input path and query parameters by their name in the API model
    record Match(String action, ObjectNode input) {}

    private record Route(String method, List<String> path, String action) {

        static Route of(String method, String path, String action) {
            return new Route(method, List.of(path.substring(1).split("/")), action);
        }

        Optional<ObjectNode> match(String requestMethod, List<String> segments) {
            if (!method.equals(requestMethod) || path.size() != segments.size()) {
                return Optional.empty();
            }
            ObjectNode input = JsonNodeFactory.instance.objectNode();
            for (int i = 0; i < path.size(); i++) {
                String expected = path.get(i);
                if (expected.startsWith("{")) {
                    input.put(
                            expected.substring(1, expected.length() - 1),
                            HttpRequest.decode(segments.get(i)));
                } else if (!expected.equals(segments.get(i))) {
                    return Optional.empty();
                }
            }
            return Optional.of(input);
        }
    }

    private static final List<Route> LAMBDA =
            List.of(
                    Route.of("POST", "/2015-03-31/functions/{FunctionName}/invocations", "Invoke"),
                    Route.of("GET", "/2015-03-31/functions", "ListFunctions"),
                    Route.of("GET", "/2015-03-31/functions/{FunctionName}", "GetFunction"),
                    Route.of(
                            "GET",
                            "/2015-03-31/functions/{FunctionName}/configuration",
                            "GetFunctionConfiguration"),
                    Route.of(
                            "GET",
                            "/2015-03-31/functions/{FunctionName}/versions",
                            "ListVersionsByFunction"),
                    Route.of("GET", "/2015-03-31/functions/{FunctionName}/aliases", "ListAliases"),
                    Route.of("GET", "/2015-03-31/functions/{FunctionName}/policy", "GetPolicy"),
                    Route.of("GET", "/2015-03-31/event-source-mappings", "ListEventSourceMappings"),
                    Route.of(
                            "GET",
                            "/2015-03-31/event-source-mappings/{UUID}",
                            "GetEventSourceMapping"),
                    Route.of(
                            "PUT",
                            "/2015-03-31/event-source-mappings/{UUID}",
                            "UpdateEventSourceMapping"));

    private static final List<Route> SCHEDULER =
            List.of(
                    Route.of("GET", "/schedules", "ListSchedules"),
                    Route.of("GET", "/schedules/{Name}", "GetSchedule"),
                    Route.of("POST", "/schedules/{Name}", "CreateSchedule"),
                    Route.of("PUT", "/schedules/{Name}", "UpdateSchedule"),
                    Route.of("DELETE", "/schedules/{Name}", "DeleteSchedule"),
                    Route.of("GET", "/schedule-groups", "ListScheduleGroups"));

    /// Batch names the action in the path, in lower case.
    private static final Map<String, String> BATCH =
            Map.ofEntries(
                    Map.entry("submitjob", "SubmitJob"),
                    Map.entry("describejobs", "DescribeJobs"),
                    Map.entry("listjobs", "ListJobs"),
                    Map.entry("canceljob", "CancelJob"),
                    Map.entry("terminatejob", "TerminateJob"),
                    Map.entry("describejobqueues", "DescribeJobQueues"),
                    Map.entry("describejobdefinitions", "DescribeJobDefinitions"),
                    Map.entry("describecomputeenvironments", "DescribeComputeEnvironments"),
                    Map.entry("registerjobdefinition", "RegisterJobDefinition"));

    private RestRoutes() {}

    /// The service whose paths these are, where no signature says so.
    static Optional<String> serviceOf(String rawPath) {
        if (rawPath.startsWith("/2015-03-31/")) {
            return Optional.of("lambda");
        }
        if (rawPath.startsWith("/schedules") || rawPath.startsWith("/schedule-groups")) {
            return Optional.of("scheduler");
        }
        return rawPath.startsWith("/v1/") && BATCH.containsKey(rawPath.substring("/v1/".length()))
                ? Optional.of("batch")
                : Optional.empty();
    }

    static Optional<Match> match(String service, HttpRequest request) {
        String path = request.rawPath();
        List<String> segments = List.of(path.replaceAll("^/+|/+$", "").split("/"));
        Optional<Match> match =
                switch (service) {
                    case "batch" ->
                            Optional.ofNullable(
                                            BATCH.get(segments.getLast().toLowerCase(Locale.ROOT)))
                                    .map(action ->
                                            new Match(
                                                    action, JsonNodeFactory.instance.objectNode()));
                    case "lambda" -> match(LAMBDA, request.method(), segments);
                    case "scheduler" -> match(SCHEDULER, request.method(), segments);
                    default -> Optional.empty();
                };
        match.ifPresent(found ->
                request.query()
                        .forEach((name, value) ->
                                found.input()
                                        .put(
                                                service.equals("scheduler")
                                                                && name.equals("groupName")
                                                        ? "GroupName"
                                                        : name,
                                                value)));
        return match;
    }

    private static Optional<Match> match(List<Route> routes, String method, List<String> segments) {
        for (Route route : routes) {
            Optional<ObjectNode> input = route.match(method, segments);
            if (input.isPresent()) {
                return Optional.of(new Match(route.action(), input.get()));
            }
        }
        return Optional.empty();
    }
}
