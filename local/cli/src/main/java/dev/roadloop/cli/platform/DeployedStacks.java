package dev.roadloop.cli.platform;

import dev.roadloop.aws.AwsClients;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/// The stacks that `infra-cdk` deployed to an account, found by their names.
final class DeployedStacks {

    /// What the names of all stacks begin with.
    private static final String PREFIX = "Roadloop";

    private DeployedStacks() {}

    /// The outputs of all stacks by name.
    ///
    /// @throws IllegalArgumentException if there are no such stacks, or one is not in a state to be
    ///   used
    static Map<String, String> outputs(AwsClients clients) {
        List<Stack> stacks = new ArrayList<>();
        try (CloudFormationClient formation =
                clients.configured(CloudFormationClient.builder()).build()) {
            formation.describeStacksPaginator().stacks().stream()
                    .filter(stack -> stack.stackName().startsWith(PREFIX))
                    .forEach(stacks::add);
        }
        if (stacks.isEmpty()) {
            throw new IllegalArgumentException(
                    "no stack called "
                            + PREFIX
                            + "… is deployed in this account and region; check the AWS profile and"
                            + " AWS_REGION, or deploy: npx aws-cdk deploy --all --app"
                            + " infra-cdk/target/cdk.out");
        }
        Map<String, String> outputs = new TreeMap<>();
        for (Stack stack : stacks) {
            // After a failed update the resources stand as before: UPDATE_ROLLBACK_COMPLETE.
            if (!stack.stackStatusAsString().endsWith("_COMPLETE")) {
                throw new IllegalArgumentException(
                        "stack "
                                + stack.stackName()
                                + " is "
                                + stack.stackStatusAsString()
                                + "; expected one that is complete: look at its events in"
                                + " CloudFormation, and try again then");
            }
            stack.outputs()
                    .forEach(output -> outputs.put(output.outputKey(), output.outputValue()));
        }
        return outputs;
    }
}
