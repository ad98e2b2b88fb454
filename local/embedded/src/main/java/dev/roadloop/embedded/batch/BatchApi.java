package dev.roadloop.embedded.batch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.AwsApi;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.api.RoleEnvironment;
import dev.roadloop.embedded.logs.LogStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The Batch service: jobs on the queues and definitions of the template.
///
/// Parameters may be spelt as the API (`jobName`) or as Step Functions (`JobName`) spells them.
public final class BatchApi implements AwsApi, AutoCloseable {

    private final Map<String, JobQueue> queues = new LinkedHashMap<>();
    private final Map<String, JobDefinition> definitions = new LinkedHashMap<>();
    private final JobScheduler scheduler;
    private final Clock clock;

    /// @param cores vCPUs that running jobs may take together; a job that wants more runs alone
    /// @param changes gets the detail of every `Batch Job State Change` event
    public BatchApi(
            List<JobQueue> queues,
            List<JobDefinition> definitions,
            RoleEnvironment roles,
            LogStore logs,
            Path stateDirectory,
            Clock clock,
            double cores,
            Consumer<ObjectNode> changes) {
        queues.forEach(queue -> this.queues.put(queue.arn(), queue));
        definitions.forEach(definition -> {
            this.definitions.put(definition.arn(), definition);
            logs.createGroup(definition.logGroup());
        });
        this.clock = clock;
        this.scheduler =
                new JobScheduler(
                        stateDirectory,
                        this.queues,
                        this.definitions,
                        roles,
                        logs,
                        clock,
                        cores,
                        (job, detail) -> changes.accept(detail));
    }

    /// Takes up the jobs of an earlier process. The other services must be up.
    public void start() {
        scheduler.start();
    }

    @Override
    public String service() {
        return "batch";
    }

    @Override
    public JsonNode callOnce(Principal caller, String requestId, String action, JsonNode input) {
        return action.equals("SubmitJob") ? submit(input, requestId) : call(caller, action, input);
    }

    @Override
    public JsonNode call(Principal caller, String action, JsonNode input) {
        return switch (action) {
            case "SubmitJob" -> submit(input, UUID.randomUUID().toString());
            case "DescribeJobs" -> describe(input);
            case "ListJobs" -> list(input);
            case "TerminateJob", "CancelJob" -> terminate(input, action.equals("CancelJob"));
            case "DescribeJobQueues" ->
                    answer(
                            "jobQueues",
                            queues.values().stream()
                                    .filter(
                                            named(
                                                    input,
                                                    "jobQueues",
                                                    JobQueue::name,
                                                    JobQueue::arn))
                                    .map(JobDescription::of)
                                    .toList());
            case "DescribeJobDefinitions" ->
                    answer(
                            "jobDefinitions",
                            definitions.values().stream()
                                    .filter(
                                            named(
                                                    input,
                                                    "jobDefinitions",
                                                    JobDefinition::name,
                                                    JobDefinition::arn))
                                    .filter(definition ->
                                            Fields.text(input, "jobDefinitionName").isEmpty()
                                                    || definition
                                                            .name()
                                                            .equals(
                                                                    Fields.text(
                                                                            input,
                                                                            "jobDefinitionName")))
                                    .map(JobDescription::of)
                                    .toList());
            default ->
                    throw new ApiException(
                            "ClientException",
                            400,
                            "batch:"
                                    + action
                                    + " is not served by the embedded mode; queues and definitions"
                                    + " are changed in the template");
        };
    }

    /// @param id of the job; submitting one that is known already does nothing
    private synchronized JsonNode submit(JsonNode input, String id) {
        Optional<Job> known = scheduler.find(id);
        if (known.isPresent()) {
            return submitted(known.get());
        }
        JobRequest request =
                JobRequest.of(
                        input,
                        queue(Fields.text(input, "jobQueue")),
                        definition(Fields.text(input, "jobDefinition")),
                        scheduler::find);
        Job job = request.job(id, clock.millis());
        scheduler.submit(job);
        return submitted(job);
    }

    private static JsonNode submitted(Job job) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("jobArn", JobDescription.arn(job))
                .put("jobName", job.name())
                .put("jobId", job.id());
    }

    private JsonNode describe(JsonNode input) {
        List<ObjectNode> jobs = new ArrayList<>();
        for (JsonNode id : Fields.get(input, "jobs")) {
            scheduler
                    .find(id.asText())
                    .ifPresent(job ->
                            jobs.add(
                                    JobDescription.of(
                                            job,
                                            definitions.get(job.definitionArn()),
                                            scheduler.children(job.id()))));
        }
        return answer("jobs", jobs);
    }

    private JsonNode list(JsonNode input) {
        String array = Fields.text(input, "arrayJobId");
        String queue = Fields.text(input, "jobQueue");
        if (array.isEmpty() && queue.isEmpty()) {
            throw new ApiException(
                    "ClientException",
                    400,
                    "ListJobs: expected a jobQueue or an arrayJobId, found neither");
        }
        Stream<Job> listed;
        if (array.isEmpty()) {
            String wanted = queue(queue).arn();
            listed =
                    scheduler.all().stream()
                            .filter(job -> job.arrayIndex() < 0 && job.queueArn().equals(wanted));
        } else {
            listed = scheduler.children(array).stream();
        }
        return JobListing.page(
                input, listed.filter(JobListing.wanted(input, !array.isEmpty())).toList());
    }

    private JsonNode terminate(JsonNode input, boolean onlyWaiting) {
        String id = Fields.text(input, "jobId");
        String reason = Fields.text(input, "reason");
        if (reason.isEmpty()) {
            throw new ApiException("ClientException", 400, "reason is required");
        }
        // Ending a job that is gone or unknown is no error, as on AWS.
        scheduler.find(id).ifPresent(job -> scheduler.terminate(id, reason, onlyWaiting));
        return JsonNodeFactory.instance.objectNode();
    }

    private JobQueue queue(String reference) {
        return queues.values().stream()
                .filter(queue -> queue.arn().equals(reference) || queue.name().equals(reference))
                .findFirst()
                .orElseThrow(() ->
                        new ApiException(
                                "ClientException", 404, "JobQueue " + reference + " not found."));
    }

    private JobDefinition definition(String reference) {
        return definitions.values().stream()
                .filter(definition ->
                        definition.arn().equals(reference)
                                || definition.name().equals(reference)
                                || definition.arn().endsWith("/" + reference)
                                || definition.arn().startsWith(reference + ":"))
                .findFirst()
                .orElseThrow(() ->
                        new ApiException(
                                "ClientException",
                                404,
                                "JobDefinition " + reference + " not found."));
    }

    private static <T> Predicate<T> named(
            JsonNode input, String field, Function<T, String> name, Function<T, String> arn) {
        List<String> wanted = Fields.get(input, field).valueStream().map(JsonNode::asText).toList();
        return each ->
                wanted.isEmpty()
                        || wanted.contains(name.apply(each))
                        || wanted.contains(arn.apply(each));
    }

    private static ObjectNode answer(String field, List<ObjectNode> items) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray(field);
        items.forEach(list::add);
        return answer;
    }

    @Override
    public void close() {
        scheduler.close();
    }
}
