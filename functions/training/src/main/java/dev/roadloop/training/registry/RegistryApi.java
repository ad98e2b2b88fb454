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
import dev.roadloop.training.store.TrackingTable;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The operations on registered models; those on their versions are [VersionApi]'s.
public final class RegistryApi {
    private static final Pattern ALIAS = Pattern.compile("[\\w\\-]{1,255}");
    private static final Pattern LIKE_A_VERSION = Pattern.compile("[vV]\\d+");
    private static final int MOST_RESULTS = 1000;
    private static final Vocabulary VOCABULARY =
            new Vocabulary(
                    Entity.OF_NAMED_THINGS,
                    Set.of("name"),
                    Set.of(),
                    Map.of(),
                    Set.of("name"),
                    Set.of(),
                    Set.of());
    private static final Vocabulary ORDER =
            new Vocabulary(
                    Map.of(),
                    Set.of("name"),
                    Set.of("last_updated_timestamp"),
                    Map.of("timestamp", "last_updated_timestamp"));

    private final ModelRegistry registry;
    private final GuardedAliases guarded;

    public RegistryApi(TrackingTable table, InstantSource clock) {
        this.registry = new ModelRegistry(table, clock);
        this.guarded = new GuardedAliases(table, registry, clock);
    }

    /// Adds the routes that MLflow does not have.
    ///
    /// @param root of the API: `/api/2.0/roadloop/`
    public void addOwnTo(Routes routes, String root) {
        new PromotionApi(registry, guarded).addTo(routes, root);
    }

    /// Adds the routes.
    ///
    /// @param root of the API: `/api/2.0/mlflow/`
    public void addTo(Routes routes, String root) {
        String models = root + "registered-models/";
        routes.add("POST", models + "create", this::create);
        routes.add("GET", models + "get", fields -> model(registry.get(name(fields))));
        routes.add("GET", models + "search", this::search);
        routes.add(
                "POST",
                models + "rename",
                fields -> model(registry.rename(name(fields), fields.required("new_name"))));
        routes.add("PATCH", models + "update", this::describe);
        routes.add("DELETE", models + "delete", this::delete);
        routes.add("POST", models + "set-tag", this::setTag);
        routes.add("DELETE", models + "delete-tag", this::deleteTag);
        routes.add("POST", models + "alias", this::setAlias);
        routes.add("DELETE", models + "alias", this::deleteAlias);
        new VersionApi(registry, guarded).addTo(routes, root);
    }

    private Answer create(Fields fields) {
        return model(
                registry.create(
                        name(fields),
                        Tags.checked(fields.objects("tags"), Names.LONGEST_REGISTRY_TAG),
                        fields.text("description").orElse("")));
    }

    private Answer search(Fields fields) {
        Filter filter = Filter.parse(fields.text("filter").orElse(""), VOCABULARY);
        Comparator<RegisteredModel> order =
                Ordering.parse(
                        fields.texts("order_by"),
                        ORDER,
                        Comparator.comparing(RegisteredModel::name));
        List<RegisteredModel> found =
                registry.list().stream().filter(filter::accepts).sorted(order).toList();
        Page<RegisteredModel> page =
                Page.of(
                        found,
                        fields.text("page_token"),
                        fields.pageSize("max_results", 100, MOST_RESULTS),
                        RegisteredModel::uid);
        ObjectNode answer = Json.jackson().createObjectNode();
        ArrayNode list = answer.putArray("registered_models");
        page.elements().forEach(model -> list.add(message(model)));
        if (!page.nextToken().isEmpty()) {
            answer.put("next_page_token", page.nextToken());
        }
        return Answer.json(answer);
    }

    private Answer describe(Fields fields) {
        return model(
                registry.update(
                        name(fields),
                        (model, now) ->
                                model.described(fields.text("description").orElse(""), now)));
    }

    private Answer delete(Fields fields) {
        registry.delete(
                name(fields),
                model -> model.aliases().keySet().forEach(alias -> guarded.refuse(model, alias)));
        return Answer.empty();
    }

    private Answer setTag(Fields fields) {
        String key = Names.key("key", fields.required("key"));
        String value =
                Names.shorter("value", fields.text("value").orElse(""), Names.LONGEST_REGISTRY_TAG);
        registry.update(
                name(fields), (model, now) -> model.tagged(with(model.tags(), key, value), now));
        return Answer.empty();
    }

    private Answer deleteTag(Fields fields) {
        String key = fields.required("key");
        registry.update(
                name(fields), (model, now) -> model.tagged(without(model.tags(), key), now));
        return Answer.empty();
    }

    private Answer setAlias(Fields fields) {
        String alias = alias(fields);
        String number = fields.required("version");
        String name = name(fields);
        registry.update(
                name,
                (model, now) -> {
                    registry.storedVersion(model, number);
                    guarded.refuse(model, alias);
                    return model.aliased(with(model.aliases(), alias, number), now);
                });
        return Answer.empty();
    }

    private Answer deleteAlias(Fields fields) {
        String alias = fields.required("alias");
        registry.update(
                name(fields),
                (model, now) -> {
                    guarded.refuse(model, alias);
                    return model.aliased(without(model.aliases(), alias), now);
                });
        return Answer.empty();
    }

    private Answer model(RegisteredModel model) {
        ObjectNode answer = Json.jackson().createObjectNode();
        answer.set("registered_model", message(model));
        return Answer.json(answer);
    }

    private ObjectNode message(RegisteredModel model) {
        ObjectNode message =
                Json.jackson()
                        .createObjectNode()
                        .put("name", model.name())
                        .put("creation_timestamp", model.created())
                        .put("last_updated_timestamp", model.updated())
                        .put("description", model.description());
        List<ModelVersion> latest =
                VersionApi.latest(registry.versions(model), Set.of(Stage.values()));
        if (!latest.isEmpty()) {
            ArrayNode versions = message.putArray("latest_versions");
            // MLflow tells aliases of the model, and of a version that is asked for itself.
            latest.forEach(version -> versions.add(version.message(List.of())));
        }
        if (!model.tags().isEmpty()) {
            message.set("tags", Tags.message(model.tags()));
        }
        if (!model.aliases().isEmpty()) {
            ArrayNode aliases = message.putArray("aliases");
            model.aliases()
                    .forEach((alias, version) ->
                            aliases.addObject().put("alias", alias).put("version", version));
        }
        return message;
    }

    static Map<String, String> with(Map<String, String> before, String key, String value) {
        Map<String, String> after = new TreeMap<>(before);
        after.put(key, value);
        return after;
    }

    static Map<String, String> without(Map<String, String> before, String key) {
        Map<String, String> after = new TreeMap<>(before);
        after.remove(key);
        return after;
    }

    /// The alias that is asked for.
    static String alias(Fields fields) {
        String alias = fields.required("alias");
        if (!ALIAS.matcher(alias).matches()
                || alias.equalsIgnoreCase("latest")
                || LIKE_A_VERSION.matcher(alias).matches()) {
            throw TrackingException.invalid(
                    "Invalid alias name: '"
                            + alias
                            + "'. Aliases are letters, digits, '_' and '-', and neither 'latest'"
                            + " nor like a version, such as 'v1'.");
        }
        return alias;
    }

    private static String name(Fields fields) {
        return fields.required("name");
    }
}
