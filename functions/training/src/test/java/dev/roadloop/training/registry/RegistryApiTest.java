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
import java.time.InstantSource;
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

    private static JsonNode ask(Routes routes, String method, String operation, String fields)
            throws IOException {
        return Json.jackson()
                .readTree(
                        routes.answer(
                                        new Call(
                                                method,
                                                "/registered-models/" + operation,
                                                new Fields(
                                                        (ObjectNode)
                                                                Json.jackson().readTree(fields)),
                                                new byte[0],
                                                ""))
                                .body());
    }
}
