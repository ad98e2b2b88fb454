package dev.roadloop.infra;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.amazon.awscdk.services.stepfunctions.DefinitionBody;
import software.amazon.awscdk.services.stepfunctions.LogLevel;
import software.amazon.awscdk.services.stepfunctions.LogOptions;
import software.amazon.awscdk.services.stepfunctions.StateMachine;
import software.constructs.Construct;

/// A state machine. The template carries its file word for word; CloudFormation fills the
/// placeholders in: functions and jobs by their names, the rest as [Spec#values] says.
final class WorkflowMachine extends Construct {

    private final StateMachine machine;

    /// What differs from machine to machine.
    ///
    /// @param name logical name such as `IngestDrive`; the machine is called so, after its stack
    /// @param definition its file
    /// @param functions that it calls; a placeholder each, by name
    /// @param jobs that it runs; a placeholder each, by name
    /// @param values of its other placeholders
    /// @param distributed whether a Map of it runs its items as executions of their own
    /// @param permissions all that it may do beside calling, running, logging and tracing
    record Spec(
            String name,
            Path definition,
            List<JavaFunction> functions,
            List<JavaJob> jobs,
            Map<String, String> values,
            boolean distributed,
            List<Permission> permissions) {
        Spec {
            functions = List.copyOf(functions);
            jobs = List.copyOf(jobs);
            values = Map.copyOf(values);
            permissions = List.copyOf(permissions);
        }
    }

    /// @param fleet where its jobs run: the placeholders `JobQueue`, `SpotQueue` and `GpuQueue`,
    ///   those of them that the definition has
    WorkflowMachine(Construct scope, String id, JobFleet fleet, Spec spec) {
        super(scope, id);
        // Given, not made up: the role names the machine, which names the role.
        String name = Stack.of(this).getStackName() + "-" + spec.name();
        String definition = read(spec.definition());
        Map<String, String> queues = queues(fleet, definition);
        Map<String, String> placeholders = new TreeMap<>(spec.values());
        spec.functions().forEach(f -> placeholders.put(f.spec().name(), arn(f)));
        spec.jobs().forEach(j -> placeholders.put(j.name(), j.definition()));
        List<Permission> permissions = new ArrayList<>(spec.permissions());
        if (!spec.functions().isEmpty()) {
            permissions.add(
                    Permission.on(
                            spec.functions().stream().map(WorkflowMachine::arn).toList(),
                            "lambda:InvokeFunction"));
        }
        if (!spec.jobs().isEmpty()) {
            placeholders.putAll(queues);
            permissions.addAll(running(spec.jobs(), queues.values()));
        }
        if (spec.distributed()) {
            permissions.addAll(executions(name));
        }
        permissions.addAll(watched());
        LogGroup logs =
                LogGroup.Builder.create(this, "Logs")
                        .retention(RetentionDays.THREE_MONTHS)
                        .removalPolicy(RemovalPolicy.DESTROY)
                        .build();
        this.machine =
                StateMachine.Builder.create(this, spec.name())
                        .stateMachineName(name)
                        .definitionBody(DefinitionBody.fromString(definition))
                        .definitionSubstitutions(placeholders)
                        .role(
                                new HandWrittenRole(
                                                this, "Access", "states.amazonaws.com", permissions)
                                        .role())
                        .logs(
                                LogOptions.builder()
                                        .destination(logs)
                                        .level(LogLevel.ALL)
                                        .includeExecutionData(true)
                                        .build())
                        .tracingEnabled(true)
                        .removalPolicy(RemovalPolicy.DESTROY)
                        .build();
    }

    StateMachine machine() {
        return machine;
    }

    private static Map<String, String> queues(JobFleet fleet, String definition) {
        Map<String, String> queues =
                new TreeMap<>(
                        Map.of(
                                "JobQueue", fleet.queue().getJobQueueArn(),
                                "SpotQueue", fleet.spotQueue().getJobQueueArn(),
                                "GpuQueue", fleet.gpuQueue().getJobQueueArn()));
        queues.keySet().removeIf(name -> !definition.contains("${" + name + "}"));
        return queues;
    }

    private List<Permission> running(List<JavaJob> jobs, Collection<String> queues) {
        List<Permission> running = new ArrayList<>(jobs.stream().map(this::submitting).toList());
        running.addAll(
                List.of(
                        Permission.on(queues.stream().distinct().toList(), "batch:SubmitJob"),
                        Permission.on(
                                Arns.slash(
                                        this,
                                        "events",
                                        "rule",
                                        "StepFunctionsGetEventsForBatchJobsRule"),
                                "events:PutTargets",
                                "events:PutRule",
                                "events:DescribeRule"),
                        new Permission.Wide(
                                List.of("batch:TerminateJob"),
                                Arns.slash(this, "batch", "job", "*"),
                                ":job/*",
                                "A job's id is not known before it is submitted."),
                        Permission.onAnything(
                                "Batch cannot restrict describing to a job.",
                                "batch:DescribeJobs")));
        return running;
    }

    private Permission submitting(JavaJob job) {
        String ending = "job-definition/" + job.definition() + ":*";
        return new Permission.Wide(
                List.of("batch:SubmitJob"),
                Arns.slash(this, "batch", "job-definition", job.definition() + ":*"),
                ending,
                "Each deployment makes another revision, and the newest runs.");
    }

    /// A distributed Map runs each of its items as an execution of the same machine, which has the
    /// machine's name with the Map's after it.
    private List<Permission> executions(String name) {
        return List.of(
                Permission.on(
                        Arns.colon(this, "states", "stateMachine", name), "states:StartExecution"),
                ofExecutions(name + ":*", ":*", "states:DescribeExecution", "states:StopExecution"),
                ofExecutions(
                        name + "/*",
                        "/*",
                        "states:DescribeExecution",
                        "states:StopExecution",
                        "states:RedriveExecution"));
    }

    private Permission ofExecutions(String pattern, String ending, String... actions) {
        return new Permission.Wide(
                List.of(actions),
                Arns.colon(this, "states", "execution", pattern),
                ending,
                "Step Functions makes up the names of a Map's executions.");
    }

    private static List<Permission> watched() {
        return List.of(
                Permission.onAnything(
                        "X-Ray has no resources to name.",
                        "xray:PutTraceSegments",
                        "xray:PutTelemetryRecords",
                        "xray:GetSamplingRules",
                        "xray:GetSamplingTargets"),
                Permission.onAnything(
                        "Log deliveries have no ARN to name.",
                        "logs:CreateLogDelivery",
                        "logs:GetLogDelivery",
                        "logs:UpdateLogDelivery",
                        "logs:DeleteLogDelivery",
                        "logs:ListLogDeliveries",
                        "logs:PutResourcePolicy",
                        "logs:DescribeResourcePolicies",
                        "logs:DescribeLogGroups"));
    }

    private static String arn(JavaFunction function) {
        return function.alias().getFunctionArn();
    }

    private static String read(Path definition) {
        try {
            return Files.readString(definition);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot read the state machine definition " + definition, e);
        }
    }
}
