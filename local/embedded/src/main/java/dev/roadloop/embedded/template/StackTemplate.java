package dev.roadloop.embedded.template;

import com.fasterxml.jackson.databind.JsonNode;

/// A stack's name and its template as synthesised.
///
/// @param name physical stack name
/// @param json the CloudFormation template
record StackTemplate(String name, JsonNode json) {

    JsonNode resource(String logicalId) {
        return json.path("Resources").path(logicalId);
    }

    JsonNode parameter(String name) {
        return json.path("Parameters").path(name);
    }

    /// Stable made-up ARN, the value of `AWS::StackId`.
    String id(TemplateSettings aws) {
        return aws.arn("cloudformation", "stack/" + name + "/00000000-0000-0000-0000-000000000000");
    }
}
