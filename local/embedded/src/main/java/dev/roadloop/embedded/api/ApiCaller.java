package dev.roadloop.embedded.api;

import com.fasterxml.jackson.databind.JsonNode;

/// Calls any service of the embedded mode on behalf of a principal, permissions checked.
public interface ApiCaller {

    /// Checks that `caller` may perform `service:action` on the resources that `input` names, then
    /// performs it.
    ///
    /// @param service an IAM prefix such as `lambda`, `s3`, `dynamodb`
    /// @throws ApiException `AccessDeniedException` naming action, resource and role, or the
    ///   service's own error
    JsonNode call(Principal caller, String service, String action, JsonNode input);

    /// Checks only that `caller` may perform `service:action`, for what a service does in its name
    /// without a call.
    ///
    /// @throws ApiException `AccessDeniedException`
    default void require(Principal caller, String service, String action, JsonNode input) {}

    /// The same for a caller that repeats the call when it does not know whether the last one came
    /// through.
    ///
    /// @param requestId the same for all repetitions, see [AwsApi#callOnce]
    default JsonNode callOnce(
            Principal caller, String requestId, String service, String action, JsonNode input) {
        return call(caller, service, action, input);
    }
}
