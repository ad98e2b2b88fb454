package dev.roadloop.training.run;

import static java.util.stream.Collectors.toUnmodifiableMap;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.api.Answer;
import dev.roadloop.training.api.ErrorCode;
import dev.roadloop.training.api.Fields;
import dev.roadloop.training.api.TrackingException;
import dev.roadloop.training.api.View;
import dev.roadloop.training.experiment.ExperimentStore;
import dev.roadloop.training.search.Entity;
import dev.roadloop.training.search.Filter;
import dev.roadloop.training.search.Ordering;
import dev.roadloop.training.search.Page;
import dev.roadloop.training.search.Vocabulary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The search for runs. Those of a deleted experiment count as deleted.
final class RunSearch {
    private static final int MOST_RESULTS = 50_000;
    private static final Set<String> TEXTS =
            Set.of("run_id", "run_name", "user_id", "artifact_uri", "status");
    private static final Set<String> NUMBERS = Set.of("start_time", "end_time");
    private static final Vocabulary VOCABULARY =
            new Vocabulary(
                    Entity.OF_RUNS,
                    TEXTS,
                    NUMBERS,
                    Map.of(
                            "run name", "run_name",
                            "Run name", "run_name",
                            "Run Name", "run_name",
                            "created", "start_time",
                            "Created", "start_time"),
                    Set.of("run_id"),
                    Set.of(Entity.DATASET),
                    Set.of(Entity.PARAMETER, Entity.TAG));
    private static final Vocabulary ORDER =
            new Vocabulary(
                    Entity.OF_RUNS.entrySet().stream()
                            .filter(entry -> entry.getValue() != Entity.DATASET)
                            .collect(toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)),
                    TEXTS,
                    NUMBERS,
                    Map.of("created", "start_time", "Created", "start_time"));
    private static final Comparator<Run> LATEST_FIRST =
            Comparator.comparingLong((Run run) -> run.info().start())
                    .reversed()
                    .thenComparing(run -> run.info().id());

    private final ExperimentStore experiments;
    private final RunIndex index;

    RunSearch(ExperimentStore experiments, RunIndex index) {
        this.experiments = experiments;
        this.index = index;
    }

    Answer search(Fields fields) {
        View view = View.of(fields.text("run_view_type"));
        Filter filter = Filter.parse(fields.text("filter").orElse(""), VOCABULARY);
        Comparator<Run> order = Ordering.parse(fields.texts("order_by"), ORDER, LATEST_FIRST);
        List<Run> found = new ArrayList<>();
        for (String id : fields.texts("experiment_ids").stream().distinct().toList()) {
            boolean experimentActive = isActive(id);
            for (Run run : index.runsOf(id)) {
                if (view.shows(experimentActive && run.info().active()) && filter.accepts(run)) {
                    found.add(run);
                }
            }
        }
        found.sort(order);
        Page<Run> page =
                Page.of(
                        found,
                        fields.text("page_token"),
                        fields.pageSize("max_results", 1000, MOST_RESULTS),
                        run -> run.info().id());
        ObjectNode answer = Json.jackson().createObjectNode();
        ArrayNode list = answer.putArray("runs");
        page.elements().forEach(run -> list.add(run.message()));
        if (!page.nextToken().isEmpty()) {
            answer.put("next_page_token", page.nextToken());
        }
        return Answer.json(answer);
    }

    /// An experiment that is not there has no runs; MLflow does not complain of it either.
    private boolean isActive(String experiment) {
        try {
            return experiments.get(experiment).active();
        } catch (TrackingException e) {
            if (e.code() == ErrorCode.RESOURCE_DOES_NOT_EXIST) {
                return false;
            }
            throw e;
        }
    }
}
