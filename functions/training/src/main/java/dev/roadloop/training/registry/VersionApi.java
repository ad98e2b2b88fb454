package dev.roadloop.training.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.api.Answer;
import dev.roadloop.training.api.Fields;
import dev.roadloop.training.api.Names;
import dev.roadloop.training.api.Routes;
import dev.roadloop.training.api.Tags;
import dev.roadloop.training.api.TrackingException;
import dev.roadloop.training.search.Entity;
import dev.roadloop.training.search.Filter;
import dev.roadloop.training.search.Ordering;
import dev.roadloop.training.search.Page;
import dev.roadloop.training.search.Vocabulary;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The operations on versions of registered models.
final class VersionApi {
    private static final int MOST_RESULTS = 200_000;
    private static final Vocabulary VOCABULARY =
            new Vocabulary(
                    Entity.OF_NAMED_THINGS,
                    Set.of("name", "run_id", "source_path"),
                    Set.of("version_number"),
                    Map.of(),
                    Set.of("name", "run_id"),
                    Set.of(),
                    Set.of());
    private static final Vocabulary ORDER =
            new Vocabulary(
                    Map.of("attribute", Entity.ATTRIBUTE),
                    Set.of("name"),
                    Set.of("version_number", "creation_timestamp", "last_updated_timestamp"),
                    Map.of());
    private static final Comparator<ModelVersion> BY_NAME =
            Comparator.comparing(ModelVersion::name)
                    .thenComparing(
                            Comparator.comparingInt((ModelVersion version) -> version.number())
                                    .reversed());
    private static final Comparator<ModelVersion> LATEST_FIRST =
            Comparator.comparingLong(ModelVersion::updated).reversed().thenComparing(BY_NAME);

    private final ModelRegistry registry;
    private final GuardedAliases guarded;
    private final GuardedVersions guardedVersions;

    VersionApi(ModelRegistry registry, GuardedAliases guarded) {
        this.registry = registry;
        this.guarded = guarded;
        this.guardedVersions = new GuardedVersions(registry);
    }

    void addTo(Routes routes, String root) {
        String versions = root + "model-versions/";
        routes.add("POST", versions + "create", this::create);
        routes.add(
                "GET",
                versions + "get",
                fields -> version(registry.version(name(fields), number(fields))));
        routes.add("GET", versions + "search", this::search);
        routes.add("PATCH", versions + "update", this::describe);
        routes.add("DELETE", versions + "delete", this::delete);
        routes.add("POST", versions + "transition-stage", this::transition);
        routes.add("GET", versions + "get-download-uri", this::downloadUri);
        routes.add("POST", versions + "set-tag", this::setTag);
        routes.add("DELETE", versions + "delete-tag", this::deleteTag);
        routes.add("GET", root + "registered-models/alias", this::byAlias);
        routes.add("POST", root + "registered-models/get-latest-versions", this::latest);
        routes.add("GET", root + "registered-models/get-latest-versions", this::latest);
    }

    private Answer create(Fields fields) {
        Map<String, String> origin = new TreeMap<>();
        ModelVersion.ORIGIN.forEach(
                field -> fields.text(field).ifPresent(value -> origin.put(field, value)));
        String source = fields.required("source");
        if (source.startsWith("file:") || source.startsWith("/") || source.startsWith(".")) {
            throw TrackingException.invalid(
                    "Invalid model version source: '"
                            + source
                            + "'. A path of the client's machine is of no use to others; log the"
                            + " model as an artifact of a run and name that");
        }
        return version(
                registry.createVersion(
                        name(fields),
                        origin,
                        Tags.checked(fields.objects("tags"), Names.LONGEST_REGISTRY_TAG),
                        fields.text("description").orElse("")));
    }

    private Answer search(Fields fields) {
        Filter filter = Filter.parse(fields.text("filter").orElse(""), VOCABULARY);
        List<String> asked = fields.texts("order_by");
        Comparator<ModelVersion> order =
                asked.isEmpty() ? LATEST_FIRST : Ordering.parse(asked, ORDER, BY_NAME);
        List<ModelVersion> found =
                registry.versions().stream().filter(filter::accepts).sorted(order).toList();
        Page<ModelVersion> page =
                Page.of(
                        found,
                        fields.text("page_token"),
                        fields.pageSize("max_results", 10_000, MOST_RESULTS),
                        each -> each.model() + "/" + each.number());
        Map<String, RegisteredModel> models = new HashMap<>();
        ObjectNode answer = Json.jackson().createObjectNode();
        ArrayNode list = answer.putArray("model_versions");
        page.elements()
                .forEach(each ->
                        list.add(
                                each.message(
                                        aliases(
                                                models.computeIfAbsent(each.name(), registry::get),
                                                each))));
        if (!page.nextToken().isEmpty()) {
            answer.put("next_page_token", page.nextToken());
        }
        return Answer.json(answer);
    }

    private Answer describe(Fields fields) {
        return version(
                registry.updateVersion(
                        name(fields),
                        number(fields),
                        (version, now) ->
                                version.described(fields.text("description").orElse(""), now)));
    }

    private Answer delete(Fields fields) {
        String number = number(fields);
        registry.deleteVersion(
                name(fields),
                number,
                model ->
                        model.aliases()
                                .forEach((alias, version) -> {
                                    if (version.equals(number)) {
                                        guarded.refuse(model, alias);
                                    }
                                }));
        return Answer.empty();
    }

    private Answer transition(Fields fields) {
        String name = name(fields);
        Stage stage = Stage.of(fields.required("stage"));
        boolean archive = fields.flag("archive_existing_versions");
        if (archive && stage != Stage.STAGING && stage != Stage.PRODUCTION) {
            throw TrackingException.invalid(
                    "Model version transition cannot archive existing model versions because '"
                            + stage.spelling()
                            + "' is not an Active stage. Valid stages are Staging, Production");
        }
        ModelVersion moved =
                registry.updateVersion(
                        name,
                        number(fields),
                        (version, now) -> {
                            guardedVersions.checkStage(version, stage);
                            return version.at(stage, now);
                        });
        if (archive) {
            registry.versions(registry.get(name)).stream()
                    .filter(other -> other.stage() == stage && other.number() != moved.number())
                    .forEach(other ->
                            registry.updateVersion(
                                    name,
                                    Integer.toString(other.number()),
                                    (version, now) -> version.at(Stage.ARCHIVED, now)));
        }
        return version(moved);
    }

    private Answer downloadUri(Fields fields) {
        ModelVersion version = registry.version(name(fields), number(fields));
        return Answer.json(
                Json.jackson()
                        .createObjectNode()
                        .put("artifact_uri", version.origin().getOrDefault("source", "")));
    }

    private Answer setTag(Fields fields) {
        String key = Names.key("key", fields.required("key"));
        String value =
                Names.shorter("value", fields.text("value").orElse(""), Names.LONGEST_REGISTRY_TAG);
        registry.updateVersion(
                name(fields),
                number(fields),
                (version, now) -> {
                    GuardedVersions.checkTag(version, key, value);
                    return version.tagged(RegistryApi.with(version.tags(), key, value), now);
                });
        return Answer.empty();
    }

    private Answer deleteTag(Fields fields) {
        String key = fields.required("key");
        registry.updateVersion(
                name(fields),
                number(fields),
                (version, now) -> {
                    GuardedVersions.checkTag(version, key, null);
                    return version.tagged(RegistryApi.without(version.tags(), key), now);
                });
        return Answer.empty();
    }

    private Answer byAlias(Fields fields) {
        RegisteredModel model = registry.get(name(fields));
        String alias = fields.required("alias");
        String number = model.aliases().get(alias);
        if (number == null) {
            throw TrackingException.invalid("Registered model alias " + alias + " not found.");
        }
        return version(registry.version(model.name(), number));
    }

    private Answer latest(Fields fields) {
        RegisteredModel model = registry.get(name(fields));
        Set<Stage> stages = EnumSet.noneOf(Stage.class);
        fields.texts("stages").forEach(stage -> stages.add(Stage.of(stage)));
        ObjectNode answer = Json.jackson().createObjectNode();
        ArrayNode list = answer.putArray("model_versions");
        latest(registry.versions(model), stages.isEmpty() ? EnumSet.allOf(Stage.class) : stages)
                .forEach(version -> list.add(version.message(aliases(model, version))));
        return Answer.json(answer);
    }

    private Answer version(ModelVersion version) {
        ObjectNode answer = Json.jackson().createObjectNode();
        answer.set(
                "model_version", version.message(aliases(registry.get(version.name()), version)));
        return Answer.json(answer);
    }

    /// The latest version of each stage that has one.
    static List<ModelVersion> latest(List<ModelVersion> versions, Set<Stage> stages) {
        Map<Stage, ModelVersion> latest = new EnumMap<>(Stage.class);
        for (ModelVersion version : versions) {
            if (stages.contains(version.stage())) {
                latest.merge(version.stage(), version, (a, b) -> a.number() > b.number() ? a : b);
            }
        }
        return List.copyOf(latest.values());
    }

    static List<String> aliases(RegisteredModel model, ModelVersion version) {
        String number = Integer.toString(version.number());
        return model.aliases().entrySet().stream()
                .filter(entry -> entry.getValue().equals(number))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static String name(Fields fields) {
        return fields.required("name");
    }

    private static String number(Fields fields) {
        return fields.required("version");
    }
}
