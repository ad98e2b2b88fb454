package dev.roadloop.embedded.httpapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RouteKeyTest {

    private static HttpApi api(String... keys) {
        return new HttpApi(
                "api", Stream.of(keys).map(key -> HttpApi.Route.of(key, "arn", false)).toList());
    }

    private static String taken(HttpApi api, String method, String path) {
        return api.match(method, path).map(match -> match.route().key().text()).orElse("none");
    }

    @Test
    void theRouteThatSaysMostTakesTheRequest() {
        HttpApi api =
                api(
                        "$default",
                        "ANY /{proxy+}",
                        "GET /pets/{id}",
                        "GET /pets/dog",
                        "ANY /pets/dog",
                        "GET /pets/{rest+}");

        assertThat(taken(api, "GET", "/pets/dog")).isEqualTo("GET /pets/dog");
        assertThat(taken(api, "PUT", "/pets/dog")).isEqualTo("ANY /pets/dog");
        assertThat(taken(api, "GET", "/pets/cat")).isEqualTo("GET /pets/{id}");
        assertThat(taken(api, "GET", "/pets/cat/1")).isEqualTo("GET /pets/{rest+}");
        assertThat(taken(api, "POST", "/pets/cat")).isEqualTo("ANY /{proxy+}");
        assertThat(taken(api, "GET", "/")).isEqualTo("$default");
    }

    @Test
    void variablesAreTheirPartsOfThePath() {
        HttpApi api = api("GET /runs/{id}/files/{path+}");

        assertThat(api.match("GET", "/runs/7/files/a/b c.txt").orElseThrow().variables())
                .isEqualTo(Map.of("id", "7", "path", "a/b c.txt"));
        assertThat(taken(api, "GET", "/runs/7/files")).isEqualTo("none");
        assertThat(taken(api, "GET", "/runs/7")).isEqualTo("none");
    }

    @Test
    void whatIsNoRouteKeyIsRefused() {
        for (String key : List.of("GET", "GET runs", "")) {
            assertThatThrownBy(() -> RouteKey.parse(key)).hasMessageContaining("\"" + key + "\"");
        }
    }
}
