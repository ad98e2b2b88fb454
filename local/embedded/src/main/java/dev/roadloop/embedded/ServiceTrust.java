package dev.roadloop.embedded;

import dev.roadloop.embedded.iam.IdentityAccess;
import dev.roadloop.embedded.template.CloudAssembly;
import dev.roadloop.embedded.template.CloudResource;

/// Checks that every service may work with the roles that the template gives it: AWS refuses to
/// make a function, a machine or a job whose role does not trust the service.
final class ServiceTrust {

    private static final String TASKS = "ecs-tasks.amazonaws.com";

    private ServiceTrust() {}

    /// @throws IllegalStateException naming resource, role and service, if one does not
    static void check(CloudAssembly assembly, IdentityAccess iam) {
        each(assembly, iam, "AWS::Lambda::Function", "Role", "lambda.amazonaws.com");
        each(assembly, iam, "AWS::StepFunctions::StateMachine", "RoleArn", "states.amazonaws.com");
        String job = "AWS::Batch::JobDefinition";
        each(assembly, iam, job, "ContainerProperties.JobRoleArn", TASKS);
        each(assembly, iam, job, "ContainerProperties.ExecutionRoleArn", TASKS);
        each(
                assembly,
                iam,
                "AWS::Scheduler::Schedule",
                "Target.RoleArn",
                "scheduler.amazonaws.com");
        for (CloudResource rule : assembly.resources("AWS::Events::Rule")) {
            rule.list("Targets")
                    .forEach(target -> {
                        if (target.hasNonNull("RoleArn")) {
                            iam.requireTrust(
                                    target.get("RoleArn").asText(),
                                    "events.amazonaws.com",
                                    rule.toString());
                        }
                    });
        }
    }

    private static void each(
            CloudAssembly assembly,
            IdentityAccess iam,
            String type,
            String property,
            String service) {
        for (CloudResource resource : assembly.resources(type)) {
            resource.text(property)
                    .ifPresent(role -> iam.requireTrust(role, service, resource.toString()));
        }
    }
}
