package dev.roadloop.embedded.lambda;

import java.util.LinkedHashMap;
import java.util.Map;

/// The environment of a function: the template's variables, what its role needs to reach the
/// services, and the variables that Lambda reserves. Source: "Defined runtime environment
/// variables" of the Lambda developer guide.
final class FunctionVariables {

    private FunctionVariables() {}

    static Map<String, String> of(
            FunctionConfig function, Map<String, String> role, String logStream) {
        Map<String, String> variables = new LinkedHashMap<>(function.environment());
        variables.putAll(role);
        variables.put("_HANDLER", function.handler());
        variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + function.runtime());
        variables.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMiB()));
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", function.logGroup());
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
        variables.put("TZ", ":UTC");
        return Map.copyOf(variables);
    }
}
