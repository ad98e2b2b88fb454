package dev.roadloop.training.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.api.Answer;
import dev.roadloop.training.api.Fields;
import dev.roadloop.training.api.Names;
import dev.roadloop.training.api.Routes;
import dev.roadloop.training.api.Tags;
import dev.roadloop.training.api.TrackingException;
import dev.roadloop.training.experiment.Experiment;
import dev.roadloop.training.experiment.ExperimentStore;
import dev.roadloop.training.search.Page;
import dev.roadloop.training.store.TrackingTable;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.BiConsumer;

/// The operations on runs.
public final class RunApi {
    private static final int MOST_POINTS = 25_000;
    private static final String MODELS_TAG = "mlflow.log-model.history";

    private final ExperimentStore experiments;
    private final RunStore runs;
    private final MetricHistory history;
    private final RunSearch search;
    private final InstantSource clock;
    private final BiConsumer<String, ObjectNode> modelMetrics;

    /// @param index what searches look in
    /// @param modelMetrics takes a metric that is of a logged model, by the model's id
    public RunApi(
            TrackingTable table,
            ExperimentStore experiments,
            RunStore runs,
            RunIndex index,
            InstantSource clock,
            BiConsumer<String, ObjectNode> modelMetrics) {
        this.experiments = experiments;
        this.runs = runs;
        this.history = new MetricHistory(table);
        this.search = new RunSearch(experiments, index);
        this.clock = clock;
        this.modelMetrics = modelMetrics;
    }

    /// Adds the routes.
    ///
    /// @param root of the API: `/api/2.0/mlflow/`
    public void addTo(Routes routes, String root) {
        routes.add("POST", root + "runs/create", this::create);
        routes.add("GET", root + "runs/get", fields -> run(runs.get(runId(fields))));
        routes.add("POST", root + "runs/update", this::update);
        routes.add("POST", root + "runs/delete", fields -> setActive(fields, false));
        routes.add("POST", root + "runs/restore", fields -> setActive(fields, true));
        routes.add("POST", root + "runs/search", search::search);
        routes.add("POST", root + "runs/log-metric", this::logMetric);
        routes.add("POST", root + "runs/log-parameter", this::logParameter);
        routes.add("POST", root + "runs/set-tag", this::setTag);
        routes.add("POST", root + "runs/delete-tag", this::deleteTag);
        routes.add("POST", root + "runs/log-batch", this::logBatch);
        routes.add("POST", root + "runs/log-inputs", this::logInputs);
        routes.add("POST", root + "runs/outputs", this::logOutputs);
        routes.add("POST", root + "runs/log-model", this::logModel);
        routes.add("GET", root + "metrics/get-history", this::metricHistory);
    }

    private Answer create(Fields fields) {
        Experiment experiment =
                experiments.get(fields.text("experiment_id").orElse(Experiment.DEFAULT_ID));
        ExperimentStore.requireActive(experiment);
        String id = UUID.randomUUID().toString().replace("-", "");
        SortedMap<String, String> tags = Tags.read(fields.objects("tags"), Names.LONGEST_TAG);
        String name = name(fields, tags, id);
        tags.put(RunDraft.NAME_TAG, name);
        RunInfo info =
                new RunInfo(
                        id,
                        experiment.id(),
                        name,
                        fields.text("user_id").orElse(tags.getOrDefault(RunDraft.USER_TAG, "")),
                        RunStatus.RUNNING,
                        fields.number("start_time").orElse(clock.millis()),
                        OptionalLong.empty(),
                        experiment.artifactLocation() + "/" + id + "/artifacts",
                        true);
        Run run = new Run(info, Map.of(), tags, Map.of(), Json.jackson().createObjectNode());
        runs.create(run);
        return run(run);
    }

    private static String name(Fields fields, SortedMap<String, String> tags, String id) {
        String tagged = tags.get(RunDraft.NAME_TAG);
        String given = fields.text("run_name").orElse(tagged);
        if (tagged != null && !tagged.equals(given)) {
            throw TrackingException.invalid(
                    "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with"
                            + " different values (run_name='"
                            + given
                            + "', mlflow.runName='"
                            + tagged
                            + "').");
        }
        return given == null
                ? RunNames.of(id)
                : Names.shorter("run_name", given, Names.LONGEST_TAG);
    }

    private Answer update(Fields fields) {
        Run updated =
                runs.update(
                        runId(fields),
                        draft -> {
                            RunStatus status =
                                    fields.text("status")
                                            .map(RunStatus::of)
                                            .orElse(draft.info().status());
                            OptionalLong end = fields.number("end_time");
                            draft.info(
                                    draft.info()
                                            .at(
                                                    status,
                                                    end.isPresent() ? end : draft.info().end()));
                            fields.text("run_name")
                                    .ifPresent(name -> draft.putTag(RunDraft.NAME_TAG, name));
                        });
        ObjectNode answer = Json.jackson().createObjectNode();
        answer.set("run_info", updated.info().message());
        return Answer.json(answer);
    }

    private Answer setActive(Fields fields, boolean active) {
        String id = runId(fields);
        runs.updateAny(
                id,
                draft -> {
                    if (active) {
                        ExperimentStore.requireActive(experiments.get(draft.info().experimentId()));
                    }
                    draft.info(draft.info().active(active));
                });
        return Answer.empty();
    }

    private Answer logMetric(Fields fields) {
        SortedMap<String, String> none = Tags.read(List.of(), 0);
        return log(
                runId(fields),
                new LogBatch(List.of(Metric.read(fields)), none, none),
                List.of(fields));
    }

    private Answer logBatch(Fields fields) {
        return log(runId(fields), LogBatch.read(fields), fields.objects("metrics"));
    }

    /// The history first: what a run shows is then never without it. A call that is refused leaves
    /// none, since what may refuse it is looked at before.
    private Answer log(String id, LogBatch batch, List<Fields> metrics) {
        if (!batch.metrics().isEmpty()) {
            runs.check(id, batch::addTo);
            history.add(id, batch.metrics());
        }
        runs.update(id, batch::addTo);
        for (Fields metric : metrics) {
            metric.text("model_id")
                    .ifPresent(model ->
                            modelMetrics.accept(model, metric.json().deepCopy().put("run_id", id)));
        }
        return Answer.empty();
    }

    private Answer logParameter(Fields fields) {
        Map.Entry<String, String> parameter = LogBatch.parameter(fields);
        runs.update(
                runId(fields),
                draft -> draft.putParameter(parameter.getKey(), parameter.getValue()));
        return Answer.empty();
    }

    private Answer setTag(Fields fields) {
        String key = Names.key("key", fields.required("key"));
        String value = Names.cut(fields.text("value").orElse(""), Names.LONGEST_TAG);
        runs.update(runId(fields), draft -> draft.putTag(key, value));
        return Answer.empty();
    }

    private Answer deleteTag(Fields fields) {
        runs.update(runId(fields), draft -> draft.removeTag(fields.required("key")));
        return Answer.empty();
    }

    private Answer logInputs(Fields fields) {
        List<Fields> datasets = fields.objects("datasets");
        List<Fields> models = fields.objects("models");
        runs.update(
                runId(fields),
                draft -> {
                    datasets.forEach(each -> {
                        Fields dataset =
                                new Fields(
                                        each.node("dataset") instanceof ObjectNode object
                                                ? object
                                                : each.json());
                        dataset.required("name");
                        draft.addLineage(
                                "dataset_inputs",
                                each.json(),
                                input -> identity(input.path("dataset"), "name", "digest"));
                    });
                    models.forEach(each ->
                            draft.addLineage(
                                    "model_inputs",
                                    each.json(),
                                    input -> identity(input, "model_id")));
                });
        return Answer.empty();
    }

    private Answer logOutputs(Fields fields) {
        List<Fields> models = fields.objects("models");
        runs.update(
                runId(fields),
                draft ->
                        models.forEach(each ->
                                draft.addLineage(
                                        "model_outputs",
                                        each.json(),
                                        output -> identity(output, "model_id", "step"))));
        return Answer.empty();
    }

    /// What clients before MLflow 3 say of a model: kept as a list in a tag.
    private Answer logModel(Fields fields) {
        JsonNode model = Documents.read("model_json", fields.required("model_json"));
        runs.update(
                runId(fields),
                draft -> {
                    String before = draft.tag(MODELS_TAG);
                    ArrayNode models =
                            before.isEmpty()
                                    ? Json.jackson().createArrayNode()
                                    : (ArrayNode) Documents.read(MODELS_TAG, before);
                    models.add(model);
                    draft.putTag(MODELS_TAG, models.toString());
                });
        return Answer.empty();
    }

    private Answer metricHistory(Fields fields) {
        Run run = runs.get(runId(fields));
        List<Metric> all = history.list(run.info().id(), fields.required("metric_key"));
        boolean paged = fields.number("max_results").isPresent();
        int size =
                paged
                        ? Math.min(
                                fields.pageSize("max_results", MOST_POINTS, Integer.MAX_VALUE),
                                MOST_POINTS)
                        : Math.max(1, all.size());
        Page<Metric> page =
                Page.of(
                        all,
                        fields.text("page_token"),
                        size,
                        point -> point.timestamp() + "/" + point.step() + "/" + point.value());
        ObjectNode answer = Json.jackson().createObjectNode();
        ArrayNode list = answer.putArray("metrics");
        page.elements().forEach(point -> list.add(point.message()));
        if (!page.nextToken().isEmpty()) {
            answer.put("next_page_token", page.nextToken());
        }
        return Answer.json(answer);
    }

    private static Object identity(JsonNode node, String... fields) {
        return java.util.Arrays.stream(fields).map(field -> node.path(field).asText()).toList();
    }

    private static String runId(Fields fields) {
        return fields.text("run_id")
                .orElseGet(
                        () -> fields.text("run_uuid").orElseGet(() -> fields.required("run_id")));
    }

    private static Answer run(Run run) {
        ObjectNode answer = Json.jackson().createObjectNode();
        answer.set("run", run.message());
        return Answer.json(answer);
    }
}
