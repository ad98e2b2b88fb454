package dev.roadloop.training.logged;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.api.Answer;
import dev.roadloop.training.api.Call;
import dev.roadloop.training.api.ErrorCode;
import dev.roadloop.training.api.Fields;
import dev.roadloop.training.api.Names;
import dev.roadloop.training.api.Routes;
import dev.roadloop.training.api.Tags;
import dev.roadloop.training.api.TrackingException;
import dev.roadloop.training.experiment.Experiment;
import dev.roadloop.training.experiment.ExperimentStore;
import dev.roadloop.training.search.Entity;
import dev.roadloop.training.search.Field;
import dev.roadloop.training.search.Filter;
import dev.roadloop.training.search.Ordering;
import dev.roadloop.training.search.Page;
import dev.roadloop.training.search.Vocabulary;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.BiFunction;

/// The operations on logged models.
public final class LoggedModelApi {
    private static final int MOST_RESULTS = 1000;
    private static final Set<String> STATES =
            Set.of("LOGGED_MODEL_PENDING", "LOGGED_MODEL_READY", "LOGGED_MODEL_UPLOAD_FAILED");
    private static final Set<String> TEXTS =
            Set.of("name", "model_id", "model_type", "status", "source_run_id", "experiment_id");
    private static final Vocabulary VOCABULARY =
            new Vocabulary(
                    Entity.OF_LOGGED_MODELS,
                    TEXTS,
                    Set.of("creation_timestamp", "last_updated_timestamp"),
                    Map.of("creation_time", "creation_timestamp"),
                    TEXTS,
                    Set.of(Entity.PARAMETER, Entity.TAG),
                    Set.of());
    private static final String METRICS = "metrics.";

    private final ExperimentStore experiments;
    private final LoggedModelStore store;
    private final BiFunction<String, String, ObjectNode> artifacts;
    private final InstantSource clock;

    /// @param artifacts lists what lies at a URI below a path
    public LoggedModelApi(
            ExperimentStore experiments,
            LoggedModelStore store,
            BiFunction<String, String, ObjectNode> artifacts,
            InstantSource clock) {
        this.experiments = experiments;
        this.store = store;
        this.artifacts = artifacts;
        this.clock = clock;
    }

    /// Adds the routes.
    ///
    /// @param root of the API: `/api/2.0/mlflow/`
    public void addTo(Routes routes, String root) {
        String models = root + "logged-models";
        routes.add("POST", models, this::create);
        routes.add("POST", models + "/search", this::search);
        routes.add("GET", models + "/", this::get);
        routes.add("PATCH", models + "/", this::patch);
        routes.add("POST", models + "/", this::addParameters);
        routes.add("DELETE", models + "/", (call, rest) -> delete(rest));
    }

    private Answer create(Fields fields) {
        Experiment experiment =
                experiments.get(fields.text("experiment_id").orElse(Experiment.DEFAULT_ID));
        ExperimentStore.requireActive(experiment);
        String id = "m-" + UUID.randomUUID().toString().replace("-", "");
        long now = clock.millis();
        ObjectNode document =
                Json.jackson()
                        .createObjectNode()
                        .put("model_id", id)
                        .put("experiment_id", experiment.id())
                        .put("name", fields.text("name").orElse("model-" + id.substring(2, 10)))
                        .put("creation_timestamp_ms", now)
                        .put("last_updated_timestamp_ms", now)
                        .put(
                                "artifact_uri",
                                experiment.artifactLocation() + "/models/" + id + "/artifacts")
                        .put("status", "LOGGED_MODEL_PENDING");
        for (String field : List.of("model_type", "source_run_id")) {
            fields.text(field).ifPresent(value -> document.put(field, value));
        }
        document.set("tags", Tags.document(Tags.read(fields.objects("tags"), Names.LONGEST_TAG)));
        document.set(
                "params",
                Tags.document(Tags.read(fields.objects("params"), Names.LONGEST_PARAMETER)));
        document.putArray("metrics");
        LoggedModel made = new LoggedModel(document);
        store.create(made, experiment.id());
        return model(made);
    }

    private Answer search(Fields fields) {
        Filter filter = Filter.parse(fields.text("filter").orElse(""), VOCABULARY);
        List<DatasetFilter> datasets =
                fields.objects("datasets").stream().map(DatasetFilter::read).toList();
        boolean onDatasets = !datasets.isEmpty() && !filter.asksFor(Entity.METRIC);
        List<LoggedModel> found =
                fields.texts("experiment_ids").stream()
                        .distinct()
                        .flatMap(id -> store.list(id).stream())
                        .filter(model -> filter.accepts(model.on(datasets)))
                        .filter(model -> !onDatasets || model.hasMetricsOn(datasets))
                        .sorted(order(fields))
                        .toList();
        Page<LoggedModel> page =
                Page.of(
                        found,
                        fields.text("page_token"),
                        fields.pageSize("max_results", 100, MOST_RESULTS),
                        LoggedModel::id);
        ObjectNode answer = Json.jackson().createObjectNode();
        ArrayNode list = answer.putArray("models");
        page.elements().forEach(each -> list.add(each.message()));
        if (!page.nextToken().isEmpty()) {
            answer.put("next_page_token", page.nextToken());
        }
        return Answer.json(answer);
    }

    /// Names of metrics are taken as they are, with whatever is in them.
    private static Comparator<LoggedModel> order(Fields fields) {
        Comparator<LoggedModel> ties =
                Comparator.comparingLong(LoggedModel::created)
                        .reversed()
                        .thenComparing(LoggedModel::id);
        Comparator<LoggedModel> order = null;
        for (Fields clause : fields.objects("order_by")) {
            String name = clause.required("field_name");
            if (name.contains(".") && !name.startsWith(METRICS)) {
                throw TrackingException.invalid(
                        "Invalid order by field name: " + name + ". Only metrics are supported.");
            }
            Field field =
                    name.startsWith(METRICS)
                            ? new Field(Entity.METRIC, name.substring(METRICS.length()), true)
                            : VOCABULARY.attribute(name);
            List<DatasetFilter> datasets = DatasetFilter.ofOrder(clause);
            Comparator<LoggedModel> next =
                    Comparator.comparing(
                            model -> model.on(datasets),
                            Ordering.by(field, !clause.node("ascending").asBoolean(true)));
            order = order == null ? next : order.thenComparing(next);
        }
        return order == null ? ties : order.thenComparing(ties);
    }

    private Answer get(Call call, String rest) {
        String[] parts = rest.split("/", 2);
        LoggedModel found = store.get(parts[0]);
        if (parts.length == 1) {
            return model(found);
        }
        if (!parts[1].equals("artifacts/directories")) {
            throw unknown(rest);
        }
        return Answer.json(
                artifacts.apply(
                        found.artifactUri(),
                        call.fields().text("artifact_directory_path").orElse("")));
    }

    private Answer patch(Call call, String rest) {
        String[] parts = rest.split("/", 2);
        if (parts.length == 2 && parts[1].equals("tags")) {
            SortedMap<String, String> more =
                    Tags.read(call.fields().objects("tags"), Names.LONGEST_TAG);
            store.update(
                    parts[0],
                    (model, now) -> {
                        SortedMap<String, String> all = model.tags();
                        all.putAll(more);
                        return model.tagged(all, now);
                    });
            return Answer.empty();
        }
        if (parts.length == 2) {
            throw unknown(rest);
        }
        String status = call.fields().required("status");
        if (!STATES.contains(status)) {
            throw TrackingException.invalid(
                    "Invalid model status '" + status + "'; expected one of " + STATES);
        }
        return model(store.update(parts[0], (model, now) -> model.at(status, now)));
    }

    private Answer addParameters(Call call, String rest) {
        String[] parts = rest.split("/", 2);
        if (parts.length != 2 || !parts[1].equals("params")) {
            throw unknown(rest);
        }
        SortedMap<String, String> more =
                Tags.read(call.fields().objects("params"), Names.LONGEST_PARAMETER);
        store.update(parts[0], (model, now) -> model.withParameters(more, now));
        return Answer.empty();
    }

    private Answer delete(String rest) {
        String[] parts = rest.split("/", 3);
        if (parts.length == 1) {
            store.delete(parts[0]);
            return Answer.empty();
        }
        if (parts.length != 3 || !parts[1].equals("tags")) {
            throw unknown(rest);
        }
        store.update(
                parts[0],
                (model, now) -> {
                    SortedMap<String, String> tags = model.tags();
                    if (Optional.ofNullable(tags.remove(parts[2])).isEmpty()) {
                        throw TrackingException.missing(
                                "No tag with key '"
                                        + parts[2]
                                        + "' found for model with ID '"
                                        + model.id()
                                        + "'.");
                    }
                    return model.tagged(tags, now);
                });
        return Answer.empty();
    }

    private static Answer model(LoggedModel model) {
        ObjectNode answer = Json.jackson().createObjectNode();
        answer.set("model", model.message());
        return Answer.json(answer);
    }

    private static TrackingException unknown(String rest) {
        return new TrackingException(
                ErrorCode.ENDPOINT_NOT_FOUND, "No operation answers logged-models/" + rest);
    }
}
