package dev.roadloop.embedded.stepfunctions.integration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.stepfunctions.asl.Resource;

/// A Task to be done.
///
/// @param arguments the evaluated `Arguments`
/// @param principal who does it: the machine's role, or the role of `Credentials`
/// @param executionArn the execution that asks
/// @param requestId unique to the attempt, the same again after a restart; makes requests
///   idempotent where a service can
public record TaskRequest(
        Resource resource,
        JsonNode arguments,
        Principal principal,
        String executionArn,
        String requestId) {}
