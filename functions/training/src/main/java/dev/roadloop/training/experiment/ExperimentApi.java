package dev.roadloop.training.experiment;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.api.Answer;
import dev.roadloop.training.api.Fields;
import dev.roadloop.training.api.Names;
import dev.roadloop.training.api.Routes;
import dev.roadloop.training.api.Tags;
import dev.roadloop.training.api.TrackingException;
import dev.roadloop.training.api.View;
import dev.roadloop.training.search.Entity;
import dev.roadloop.training.search.Filter;
import dev.roadloop.training.search.Ordering;
import dev.roadloop.training.search.Page;
import dev.roadloop.training.search.Vocabulary;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The operations on experiments.
public final class ExperimentApi {
    private static final int LONGEST_NAME = 500;
    private static final int MOST_RESULTS = 50_000;
    private static final Set<String> TEXTS = Set.of("name", "experiment_id");
    private static final Set<String> NUMBERS = Set.of("creation_time", "last_update_time");
    private static final Vocabulary VOCABULARY =
            new Vocabulary(
                    Entity.OF_NAMED_THINGS,
                    TEXTS,
                    NUMBERS,
                    Map.of(),
                    Set.of("experiment_id"),
                    Set.of(),
                    Set.of(Entity.TAG));
    private static final Vocabulary ORDER =
            new Vocabulary(Map.of("attribute", Entity.ATTRIBUTE), TEXTS, NUMBERS, Map.of());

    private final ExperimentStore store;

    public ExperimentApi(ExperimentStore store) {
        this.store = store;
    }

    /// Adds the routes.
    ///
    /// @param root of the API: `/api/2.0/mlflow/`
    public void addTo(Routes routes, String root) {
        routes.add("POST", root + "experiments/create", this::create);
        routes.add(
                "GET",
                root + "experiments/get",
                fields -> experiment(store.get(fields.required("experiment_id"))));
        routes.add("GET", root + "experiments/get-by-name", this::getByName);
        routes.add("POST", root + "experiments/search", this::search);
        routes.add("GET", root + "experiments/search", this::search);
        routes.add("POST", root + "experiments/update", this::rename);
        routes.add("POST", root + "experiments/delete", fields -> setActive(fields, false));
        routes.add("POST", root + "experiments/restore", fields -> setActive(fields, true));
        routes.add("POST", root + "experiments/set-experiment-tag", this::setTag);
        routes.add("POST", root + "experiments/delete-experiment-tag", this::deleteTag);
    }

    private Answer create(Fields fields) {
        String name = Names.shorter("name", fields.required("name"), LONGEST_NAME);
        Experiment made =
                store.create(
                        name,
                        fields.text("artifact_location"),
                        Tags.checked(fields.objects("tags"), Names.LONGEST_EXPERIMENT_TAG));
        return Answer.json(Json.jackson().createObjectNode().put("experiment_id", made.id()));
    }

    private Answer getByName(Fields fields) {
        String name = fields.required("experiment_name");
        return experiment(
                store.findNamed(name)
                        .orElseThrow(() ->
                                TrackingException.missing(
                                        "Could not find experiment with name '" + name + "'")));
    }

    private Answer search(Fields fields) {
        View view = View.of(fields.text("view_type"));
        Filter filter = Filter.parse(fields.text("filter").orElse(""), VOCABULARY);
        Comparator<Experiment> ties =
                Comparator.comparing((Experiment each) -> each.created())
                        .reversed()
                        .thenComparing(Experiment::id);
        Comparator<Experiment> order = Ordering.parse(fields.texts("order_by"), ORDER, ties);
        List<Experiment> found =
                store.list().stream()
                        .filter(each -> view.shows(each.active()))
                        .filter(filter::accepts)
                        .sorted(order)
                        .toList();
        Page<Experiment> page =
                Page.of(
                        found,
                        fields.text("page_token"),
                        fields.pageSize("max_results", 1000, MOST_RESULTS),
                        Experiment::id);
        ObjectNode answer = Json.jackson().createObjectNode();
        ArrayNode list = answer.putArray("experiments");
        page.elements().forEach(each -> list.add(each.message()));
        if (!page.nextToken().isEmpty()) {
            answer.put("next_page_token", page.nextToken());
        }
        return Answer.json(answer);
    }

    private Answer rename(Fields fields) {
        store.rename(
                fields.required("experiment_id"),
                Names.shorter("new_name", fields.required("new_name"), LONGEST_NAME));
        return Answer.empty();
    }

    private Answer setActive(Fields fields, boolean active) {
        store.update(
                fields.required("experiment_id"),
                (experiment, now) -> {
                    if (experiment.active() == active) {
                        throw TrackingException.missing(
                                "No "
                                        + (active ? "deleted" : "active")
                                        + " Experiment with id="
                                        + experiment.id()
                                        + " exists");
                    }
                    return experiment.with(active, now);
                });
        return Answer.empty();
    }

    private Answer setTag(Fields fields) {
        String key = Names.key("key", fields.required("key"));
        String value =
                Names.shorter(
                        "value", fields.text("value").orElse(""), Names.LONGEST_EXPERIMENT_TAG);
        store.update(
                fields.required("experiment_id"),
                (experiment, now) -> {
                    ExperimentStore.requireActive(experiment);
                    SortedMap<String, String> tags = new TreeMap<>(experiment.tags());
                    tags.put(key, value);
                    return experiment.tagged(tags, now);
                });
        return Answer.empty();
    }

    private Answer deleteTag(Fields fields) {
        String key = fields.required("key");
        store.update(
                fields.required("experiment_id"),
                (experiment, now) -> {
                    ExperimentStore.requireActive(experiment);
                    SortedMap<String, String> tags = new TreeMap<>(experiment.tags());
                    if (tags.remove(key) == null) {
                        throw TrackingException.missing(
                                "No tag with name: "
                                        + key
                                        + " in experiment with id "
                                        + experiment.id());
                    }
                    return experiment.tagged(tags, now);
                });
        return Answer.empty();
    }

    private static Answer experiment(Experiment experiment) {
        ObjectNode answer = Json.jackson().createObjectNode();
        answer.set("experiment", experiment.message());
        return Answer.json(answer);
    }
}
