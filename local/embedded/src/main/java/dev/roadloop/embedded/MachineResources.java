package dev.roadloop.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.AwsApi;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.template.CloudAssembly;
import dev.roadloop.embedded.template.CloudResource;
import java.util.Map;

/// Brings the template's state machines into Step Functions, as a deployment does: what is new is
/// created, what changed is updated. Executions that run keep the definition that they were started
/// with.
///
/// @param assembly the resolved template
record MachineResources(CloudAssembly assembly) {

    void deploy(AwsApi states, Principal owner) {
        assembly.resources("AWS::StepFunctions::StateMachine")
                .forEach(machine -> deploy(states, owner, machine));
    }

    private static void deploy(AwsApi states, Principal owner, CloudResource machine) {
        String definition = definition(machine);
        String role = machine.requireText("RoleArn");
        ObjectNode wanted =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("name", machine.name())
                        .put("definition", definition)
                        .put("roleArn", role)
                        .put("type", machine.text("StateMachineType").orElse("STANDARD"));
        try {
            states.call(owner, "CreateStateMachine", wanted);
        } catch (ApiException e) {
            if (!e.code().equals("StateMachineAlreadyExists")) {
                throw new ApiException(e.code(), e.status(), machine + ": " + e.getMessage());
            }
            states.call(
                    owner,
                    "UpdateStateMachine",
                    JsonNodeFactory.instance
                            .objectNode()
                            .put("stateMachineArn", machine.arn())
                            .put("definition", definition)
                            .put("roleArn", role));
        }
    }

    /// The definition with the placeholders of `DefinitionSubstitutions` filled in.
    private static String definition(CloudResource machine) {
        JsonNode inline = machine.property("Definition");
        String text =
                inline.isObject() ? inline.toString() : machine.requireText("DefinitionString");
        for (Map.Entry<String, JsonNode> substitution :
                machine.property("DefinitionSubstitutions").properties()) {
            text =
                    text.replace(
                            "${" + substitution.getKey() + "}", substitution.getValue().asText());
        }
        return text;
    }
}
