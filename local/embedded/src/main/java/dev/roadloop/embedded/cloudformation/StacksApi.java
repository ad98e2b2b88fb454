package dev.roadloop.embedded.cloudformation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.AwsApi;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.template.CloudAssembly;
import dev.roadloop.embedded.template.CloudResource;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// `DescribeStacks`: the stacks of the template with their outputs, as if they had been created
/// when the embedded mode started. Stacks cannot be changed here: the template is what it is.
public final class StacksApi implements AwsApi {

    private final CloudAssembly assembly;
    private final Instant created;

    /// @param created when the embedded mode started
    public StacksApi(CloudAssembly assembly, Instant created) {
        this.assembly = assembly;
        this.created = created;
    }

    @Override
    public String service() {
        return "cloudformation";
    }

    @Override
    public JsonNode call(Principal caller, String action, JsonNode input) {
        if (!action.equals("DescribeStacks")) {
            throw new ApiException(
                    "InvalidAction",
                    400,
                    "CloudFormation's " + action + " is not served here; DescribeStacks is");
        }
        String wanted = input.path("StackName").asText("");
        List<String> names =
                stacks().stream()
                        .filter(name ->
                                wanted.isEmpty() || name.equals(wanted) || id(name).equals(wanted))
                        .toList();
        if (names.isEmpty()) {
            throw new ApiException(
                    "ValidationError", 400, "Stack with id " + wanted + " does not exist");
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode stacks = answer.putArray("Stacks");
        names.forEach(name -> describe(name, stacks.addObject()));
        return answer;
    }

    private Set<String> stacks() {
        Set<String> names = new TreeSet<>();
        assembly.resources().stream().map(CloudResource::stack).forEach(names::add);
        return names;
    }

    private void describe(String name, ObjectNode stack) {
        stack.put("StackId", id(name))
                .put("StackName", name)
                .put("CreationTime", created.toString())
                .put("StackStatus", "CREATE_COMPLETE");
        ArrayNode outputs = stack.putArray("Outputs");
        new TreeMap<>(assembly.outputs())
                .forEach((key, value) -> {
                    if (key.startsWith(name + ".")) {
                        outputs.addObject()
                                .put("OutputKey", key.substring(name.length() + 1))
                                .put("OutputValue", value);
                    }
                });
    }

    private String id(String name) {
        return assembly.settings()
                .arn("cloudformation", "stack/" + name + "/00000000-0000-0000-0000-000000000000");
    }
}
