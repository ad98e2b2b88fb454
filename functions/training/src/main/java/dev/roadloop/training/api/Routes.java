package dev.roadloop.training.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Which operation answers which path. A path that ends in `/` stands for all below it; the longest
/// wins.
public final class Routes {

    /// What answers calls of one route.
    public interface Operation {
        /// @param rest what the call's path has beyond the route's
        Answer answer(Call call, String rest);
    }

    /// What answers calls of one route that has no further path.
    public interface Plain {
        Answer answer(Fields fields);
    }

    private final Map<String, Operation> operations = new LinkedHashMap<>();

    /// Adds a route whose fields are all there is to a call.
    public void add(String method, String path, Plain operation) {
        add(method, path, (call, rest) -> operation.answer(call.fields()));
    }

    /// Adds a route.
    public void add(String method, String path, Operation operation) {
        if (operations.put(method + " " + path, operation) != null) {
            throw new IllegalStateException(method + " " + path + " has two operations");
        }
    }

    /// Answers a call; a [TrackingException] becomes the error it stands for.
    public Answer answer(Call call) {
        try {
            return find(call).orElseThrow(() -> notFound(call)).get();
        } catch (TrackingException e) {
            return Answer.error(e.code(), String.valueOf(e.getMessage()));
        }
    }

    private Optional<java.util.function.Supplier<Answer>> find(Call call) {
        Operation exact = operations.get(call.method() + " " + call.path());
        if (exact != null) {
            return Optional.of(() -> exact.answer(call, ""));
        }
        String path = call.path();
        for (int slash = path.lastIndexOf('/');
                slash > 0;
                slash = path.lastIndexOf('/', slash - 1)) {
            Operation below = operations.get(call.method() + " " + path.substring(0, slash + 1));
            if (below != null) {
                String rest = path.substring(slash + 1);
                return Optional.of(() -> below.answer(call, rest));
            }
        }
        return Optional.empty();
    }

    private static TrackingException notFound(Call call) {
        return new TrackingException(
                ErrorCode.ENDPOINT_NOT_FOUND,
                "No operation answers "
                        + call.method()
                        + " "
                        + call.path()
                        + "; this server has MLflow's tracking, artifact and model registry API");
    }
}
