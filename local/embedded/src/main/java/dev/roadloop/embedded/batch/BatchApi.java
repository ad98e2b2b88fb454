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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// The Batch service: jobs on the queues and definitions of the template.
///
/// Parameters may be spelt as the API (`jobName`) or as Step Functions (`JobName`) spells them.
public final class BatchApi implements AwsApi, AutoCloseable {

    private static final int MAX_ARRAY = 10_000;

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
    public JsonNode call(Principal caller, String action, JsonNode input) {
        return switch (action) {
            case "SubmitJob" -> submit(input);
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

    private JsonNode submit(JsonNode input) {
        String name = Fields.text(input, "jobName");
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,127}")) {
            throw new ApiException(
                    "ClientException",
                    400,
                    "Job name should match valid pattern: expected 1 to 128 letters, digits,"
                            + " hyphens and underscores, found '"
                            + name
                            + "'");
        }
        JobQueue queue = queue(Fields.text(input, "jobQueue"));
        JobDefinition definition = definition(Fields.text(input, "jobDefinition"));
        if (!queue.enabled()) {
            throw new ApiException(
                    "ClientException", 400, "Job Queue " + queue.name() + " is disabled");
        }
        int size = Fields.get(Fields.get(input, "arrayProperties"), "size").asInt(0);
        if (size != 0 && (size < 2 || size > MAX_ARRAY)) {
            throw new ApiException(
                    "ClientException",
                    400,
                    "arrayProperties.size: expected 2 to " + MAX_ARRAY + ", found " + size);
        }
        for (JsonNode dependency : Fields.get(input, "dependsOn")) {
            String id = Fields.text(dependency, "jobId");
            if (!id.isEmpty() && scheduler.find(id).isEmpty()) {
                throw new ApiException(
                        "ClientException", 400, "dependsOn: job " + id + " does not exist");
            }
        }
        try {
            definition.resolve(input);
        } catch (IllegalArgumentException e) {
            throw new ApiException("ClientException", 400, String.valueOf(e.getMessage()));
        }
        String id = UUID.randomUUID().toString();
        List<Job> jobs = new ArrayList<>();
        jobs.add(job(id, name, queue, definition, input, size));
        for (int i = 0; i < size; i++) {
            jobs.add(job(id + ":" + i, name, queue, definition, input, 0));
        }
        scheduler.submit(jobs);
        return JsonNodeFactory.instance
                .objectNode()
                .put("jobArn", JobDescription.arn(jobs.getFirst()))
                .put("jobName", name)
                .put("jobId", id);
    }

    private Job job(
            String id,
            String name,
            JobQueue queue,
            JobDefinition definition,
            JsonNode request,
            int size) {
        return new Job(
                id,
                name,
                queue.arn(),
                definition.arn(),
                request,
                size,
                size > 0 ? JobStatus.PENDING : JobStatus.SUBMITTED,
                "",
                new Job.Times(clock.millis(), 0, 0),
                "",
                List.of());
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
                                            job.isArray()
                                                    ? scheduler.children(job.id())
                                                    : List.of())));
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
        String status = Fields.text(input, "jobStatus");
        String wantedQueue = queue.isEmpty() ? "" : queue(queue).arn();
        // As in Batch: without a filter, a status or an array, only the running ones.
        boolean filtered = !Fields.get(input, "filters").isEmpty();
        List<Job> jobs =
                (array.isEmpty()
                                ? scheduler.all().stream()
                                        .filter(job ->
                                                job.arrayIndex() < 0
                                                        && job.queueArn().equals(wantedQueue))
                                : scheduler.children(array).stream())
                        .filter(job ->
                                !status.isEmpty()
                                        ? job.status().name().equals(status)
                                        : filtered
                                                || !array.isEmpty()
                                                || job.status() == JobStatus.RUNNING)
                        .filter(job -> filter(input, job))
                        .sorted(Comparator.comparingLong((Job job) -> -job.times().created()))
                        .toList();
        int from =
                Fields.text(input, "nextToken").isEmpty()
                        ? 0
                        : offset(Fields.text(input, "nextToken"));
        int to =
                Math.min(
                        jobs.size(),
                        from + Math.clamp(Fields.get(input, "maxResults").asInt(100), 1, 100));
        ObjectNode page =
                answer(
                        "jobSummaryList",
                        jobs.subList(Math.min(from, to), to).stream()
                                .map(JobDescription::summary)
                                .toList());
        return to < jobs.size() ? page.put("nextToken", Integer.toString(to)) : page;
    }

    private static int offset(String token) {
        if (token.length() > 9 || !token.chars().allMatch(Character::isDigit)) {
            throw new ApiException("ClientException", 400, "nextToken is invalid: " + token);
        }
        return Integer.parseInt(token);
    }

    private static boolean filter(JsonNode input, Job job) {
        for (JsonNode filter : Fields.get(input, "filters")) {
            String value = Fields.get(filter, "values").path(0).asText("");
            boolean prefix = value.endsWith("*");
            String wanted = prefix ? value.substring(0, value.length() - 1) : value;
            boolean holds =
                    switch (Fields.text(filter, "name")) {
                        case "JOB_NAME" ->
                                prefix ? job.name().startsWith(wanted) : job.name().equals(wanted);
                        case "JOB_DEFINITION" ->
                                job.definitionArn().contains("/" + wanted + (prefix ? "" : ":"));
                        default ->
                                throw new ApiException(
                                        "ClientException",
                                        400,
                                        "filter "
                                                + Fields.text(filter, "name")
                                                + ": the embedded mode knows JOB_NAME and"
                                                + " JOB_DEFINITION");
                    };
            if (!holds) {
                return false;
            }
        }
        return true;
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
