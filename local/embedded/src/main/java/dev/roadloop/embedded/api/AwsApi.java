package dev.roadloop.embedded.api;

import com.fasterxml.jackson.databind.JsonNode;

/// One AWS service, addressed as AWS's own API models do: an action and its parameters in, a
/// document out.
///
/// The gateway turns HTTP requests of any protocol into such calls; Step Functions tasks and event
/// targets make them directly. Calls block; callers run on virtual threads. Implementations do not
/// check permissions, see [ApiCaller].
public interface AwsApi {

    /// The prefix of this service's IAM actions, such as `states`, `lambda` or `events`.
    String service();

    /// Performs `action`, spelt as in the IAM action (`StartExecution`), with the parameters of
    /// AWS's API model. A binary parameter, such as Lambda's `Payload`, is a `BinaryNode`.
    ///
    /// @throws ApiException with AWS's error code, if AWS would refuse
    JsonNode call(Principal caller, String action, JsonNode input);

    /// Performs `action`; repeated with the same id it answers as it did, where this service can
    /// tell. AWS's own services call each other so; clients have the tokens that the API gives
    /// them.
    ///
    /// @param requestId a UUID, the same for all repetitions of one call
    default JsonNode callOnce(Principal caller, String requestId, String action, JsonNode input) {
        return call(caller, action, input);
    }
}
