package dev.roadloop.training.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.api.Call;
import dev.roadloop.training.api.Fields;
import dev.roadloop.training.api.Routes;
import dev.roadloop.training.store.TestTable;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RegistryApiTest {

    @Test
    void aModelWithoutTheMarkOfAPromptIsFoundByWhoAsksForNoPrompts() throws IOException {
        try (TestTable table = new TestTable()) {
            Routes routes = new Routes();
            new RegistryApi(table.open(), InstantSource.system()).addTo(routes, "/");
            ask(routes, "POST", "create", "{\"name\":\"detector\"}");
            ask(
                    routes,
                    "POST",
                    "create",
                    "{\"name\":\"hello\",\"tags\":[{\"key\":\"mlflow.prompt.is_prompt\",\"value\":\"true\"}]}");

            // What the Python client of MLflow 3.17 adds to every search for models.
            JsonNode found =
                    ask(
                            routes,
                            "GET",
                            "search",
                            "{\"filter\":\"tags.`mlflow.prompt.is_prompt` != 'true'\"}");

            assertThat(found.path("registered_models")).hasSize(1);
            assertThat(found.at("/registered_models/0/name").asText()).isEqualTo("detector");
        }
    }

    @Test
    void aGuardedAliasMovesByPromotionOnlyAndClientsSeeIt() throws IOException {
        try (TestTable table = new TestTable()) {
            Routes routes = new Routes();
            RegistryApi api = new RegistryApi(table.open(), InstantSource.system());
            api.addTo(routes, "/");
            api.addOwnTo(routes, "/own/");
            ask(routes, "POST", "create", "{\"name\":\"d\"}");
            for (int i = 0; i < 2; i++) {
                tell(routes, "POST", "/model-versions/create", VERSION);
            }
            String evidence = PROOF;
            String promote =
                    "{\"name\":\"d\",\"alias\":\"prod\",\"version\":\"2\"," + evidence + "}";

            assertThat(
                            tell(routes, "POST", "/own/aliases/promote", promote)
                                    .at("/message")
                                    .asText())
                    .contains("by the state machine qualify-model only");
            assertThat(
                            tellInside(routes, "POST", "/own/aliases/promote", promote)
                                    .at("/to")
                                    .asText())
                    .isEqualTo("2");

            assertThat(
                            ask(routes, "GET", "alias", "{\"name\":\"d\",\"alias\":\"prod\"}")
                                    .at("/model_version/version")
                                    .asText())
                    .isEqualTo("2");
            String byHand = "{\"name\":\"d\",\"alias\":\"prod\",\"version\":\"1\"}";
            assertThat(ask(routes, "POST", "alias", byHand)).hasToString(GUARDED);
            assertThat(ask(routes, "DELETE", "alias", byHand)).hasToString(GUARDED);
            assertThat(ask(routes, "DELETE", "delete", byHand)).hasToString(GUARDED);
            assertThat(
                            tell(
                                    routes,
                                    "DELETE",
                                    "/model-versions/delete",
                                    "{\"name\":\"d\",\"version\":\"2\"}"))
                    .hasToString(GUARDED);
            String other = promote.replace("1".repeat(64), "2".repeat(64));
            assertThat(tellInside(routes, "POST", "/own/aliases/promote", other).at("/error_code"))
                    .hasToString("\"RESOURCE_CONFLICT\"");
            assertThat(
                            tell(
                                            routes,
                                            "GET",
                                            "/own/aliases/history",
                                            "{\"name\":\"d\",\"alias\":\"prod\"}")
                                    .at("/moves/0/kind")
                                    .asText())
                    .isEqualTo("PROMOTE");
        }
    }

    @Test
    void noModelGetsToProductionByHand() throws IOException {
        try (TestTable table = new TestTable()) {
            Routes routes = new Routes();
            RegistryApi api = new RegistryApi(table.open(), InstantSource.system());
            api.addTo(routes, "/");
            api.addOwnTo(routes, "/own/");
            ask(routes, "POST", "create", "{\"name\":\"d\"}");
            tell(routes, "POST", "/model-versions/create", VERSION);
            String alias = "{\"name\":\"d\",\"alias\":\"production\",\"version\":\"1\"}";
            String stage = "{\"name\":\"d\",\"version\":\"1\",\"stage\":\"Production\"}";

            assertThat(denied(ask(routes, "POST", "alias", alias))).contains("is guarded");
            assertThat(denied(tell(routes, "POST", "/model-versions/transition-stage", stage)))
                    .contains("the stage Production is for the version that the alias");
            String evidence = alias.replace("}", "," + PROOF + "}");
            assertThat(denied(tell(routes, "POST", "/own/aliases/promote", evidence)))
                    .contains("after gate and approvals");

            tellInside(routes, "POST", "/own/aliases/promote", evidence);

            assertThat(
                            tell(routes, "POST", "/model-versions/transition-stage", stage)
                                    .at("/model_version/current_stage")
                                    .asText())
                    .isEqualTo("Production");
        }
    }

    @Test
    void aGuardedVersionIsNotDeletedUnderAnotherSpellingOfItsNumber() throws IOException {
        try (TestTable table = new TestTable()) {
            Routes routes = new Routes();
            RegistryApi api = new RegistryApi(table.open(), InstantSource.system());
            api.addTo(routes, "/");
            api.addOwnTo(routes, "/own/");
            ask(routes, "POST", "create", "{\"name\":\"d\"}");
            tell(routes, "POST", "/model-versions/create", VERSION);
            String alias = "{\"name\":\"d\",\"alias\":\"prod\",\"version\":\"1\"}";
            tellInside(
                    routes, "POST", "/own/aliases/promote", alias.replace("}", "," + PROOF + "}"));

            for (String spelling : new String[] {"01", "00000001", "0"}) {
                String version = "{\"name\":\"d\",\"version\":\"" + spelling + "\"}";
                assertThat(missing(tell(routes, "DELETE", "/model-versions/delete", version)))
                        .contains("version=" + spelling);
                String other = version.replace("}", ",\"alias\":\"other\"}");
                assertThat(missing(ask(routes, "POST", "alias", other))).contains(spelling);
            }
            assertThat(ask(routes, "GET", "alias", alias).at("/model_version/version").asText())
                    .isEqualTo("1");
        }
    }

    @Test
    void noAliasIsSetToAVersionThatIsDeletedMeanwhile() throws IOException {
        try (TestTable table = new TestTable()) {
            Routes routes = new Routes();
            new RegistryApi(table.open(), InstantSource.system()).addTo(routes, "/");
            ask(routes, "POST", "create", "{\"name\":\"d\"}");
            tell(routes, "POST", "/model-versions/create", VERSION);
            // The clock is looked at between what is read and what is written.
            AtomicBoolean there = new AtomicBoolean(true);
            InstantSource deleting =
                    () -> {
                        if (there.getAndSet(false)) {
                            new ModelRegistry(table.open(), InstantSource.system())
                                    .deleteVersion("d", "1", model -> {});
                        }
                        return Instant.EPOCH;
                    };
            Routes slow = new Routes();
            new RegistryApi(table.open(), deleting).addTo(slow, "/");

            String alias = "{\"name\":\"d\",\"alias\":\"a\",\"version\":\"1\"}";
            assertThat(missing(ask(slow, "POST", "alias", alias))).contains("version=1");
            assertThat(ask(routes, "GET", "get", alias).at("/registered_model/aliases")).isEmpty();
        }
    }

    @Test
    void whichModelAVersionIsCannotBeChanged() throws IOException {
        try (TestTable table = new TestTable()) {
            Routes routes = new Routes();
            new RegistryApi(table.open(), InstantSource.system()).addTo(routes, "/");
            ask(routes, "POST", "create", "{\"name\":\"d\"}");
            tell(
                    routes,
                    "POST",
                    "/model-versions/create",
                    "{\"name\":\"d\",\"source\":\"s3://b/m\"}");

            tag(routes, "roadloop.artifact", "a.onnx");
            tag(routes, "roadloop.artifact", "b.onnx");
            tag(routes, "roadloop.sha256", "0");

            assertThat(tag(routes, "roadloop.sha256", "0")).hasToString("{}");
            assertThat(denied(tag(routes, "roadloop.sha256", "1"))).contains("as the model 0");
            assertThat(denied(tag(routes, "roadloop.artifact", "c.onnx"))).contains("model 0");
            String delete = "{\"name\":\"d\",\"version\":\"1\",\"key\":\"roadloop.sha256\"}";
            assertThat(denied(tell(routes, "DELETE", "/model-versions/delete-tag", delete)))
                    .contains("create another version");
            assertThat(tag(routes, "note", "any")).hasToString("{}");
        }
    }

    private static JsonNode tag(Routes routes, String key, String value) throws IOException {
        return tell(
                routes,
                "POST",
                "/model-versions/set-tag",
                "{\"name\":\"d\",\"version\":\"1\",\"key\":\"%s\",\"value\":\"%s\"}"
                        .formatted(key, value));
    }

    private static String denied(JsonNode answer) {
        assertThat(answer.path("error_code").asText()).isEqualTo("PERMISSION_DENIED");
        return answer.path("message").asText();
    }

    private static String missing(JsonNode answer) {
        assertThat(answer.path("error_code").asText()).isEqualTo("RESOURCE_DOES_NOT_EXIST");
        return answer.path("message").asText();
    }

    private static final String MODEL = "0".repeat(64);

    private static final String VERSION =
            "{\"name\":\"d\",\"source\":\"s3://b/m\",\"tags\":[{\"key\":\"roadloop.sha256\",\"value\":\"%s\"}]}"
                    .formatted(MODEL);

    private static final String PROOF =
            "\"sha256\":\"%s\",\"evidence\":\"%s\"".formatted(MODEL, "1".repeat(64));

    private static final String GUARDED =
            "{\"error_code\":\"PERMISSION_DENIED\",\"message\":\"Registered model alias prod of d"
                    + " is guarded: it moves by promotion and rollback only, not by hand\"}";

    private static JsonNode ask(Routes routes, String method, String operation, String fields)
            throws IOException {
        return tell(routes, method, "/registered-models/" + operation, fields);
    }

    /// Through the HTTP API.
    private static JsonNode tell(Routes routes, String method, String path, String fields)
            throws IOException {
        return tell(routes, method, path, fields, false);
    }

    /// As a state machine does.
    private static JsonNode tellInside(Routes routes, String method, String path, String fields)
            throws IOException {
        return tell(routes, method, path, fields, true);
    }

    private static JsonNode tell(
            Routes routes, String method, String path, String fields, boolean inside)
            throws IOException {
        return Json.jackson()
                .readTree(
                        routes.answer(
                                        new Call(
                                                method,
                                                path,
                                                new Fields(
                                                        (ObjectNode)
                                                                Json.jackson().readTree(fields)),
                                                new byte[0],
                                                "",
                                                inside))
                                .body());
    }
}
