package dev.roadloop.training.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.api.Answer;
import dev.roadloop.training.api.Call;
import dev.roadloop.training.api.TrackingException;
import java.io.IOException;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class HttpEventTest {

    private static ObjectNode event(String method, String path, String query) {
        ObjectNode event =
                Json.jackson().createObjectNode().put("rawPath", path).put("rawQueryString", query);
        event.putObject("requestContext").putObject("http").put("method", method);
        return event;
    }

    @Test
    void aFieldThatComesSeveralTimesIsAList() {
        Call call = HttpEvent.call(event("GET", "/x", "a=1&b=%C3%A9+x&a=2&c"));

        assertThat(call.fields().texts("a")).containsExactly("1", "2");
        assertThat(call.fields().texts("b")).containsExactly("é x");
        assertThat(call.fields().text("c")).isEmpty();
    }

    @Test
    void numbersThatAreNoneMayBeBareWords() {
        Call call =
                HttpEvent.call(
                        event("POST", "/x", "")
                                .put("body", "{\"value\": NaN, \"other\": \"-Infinity\"}"));

        assertThat(call.fields().requiredDouble("value")).isNaN();
        assertThat(call.fields().requiredDouble("other")).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void aFileIsNotReadAsFields() {
        ObjectNode event = event("PUT", "/api/2.0/mlflow-artifacts/artifacts/0/ü+100%.bin", "");
        event.put("body", Base64.getEncoder().encodeToString(new byte[] {1, 2, -1}))
                .put("isBase64Encoded", true);

        Call call = HttpEvent.call(event);

        assertThat(call.body()).containsExactly(1, 2, -1);
        assertThat(call.path()).endsWith("/ü+100%.bin");
    }

    /// As API Gateway hands over `Grüße` in Latin-1.
    @Test
    void aTextThatCameOtherThanItWasSentIsRefused() {
        ObjectNode event = event("PUT", "/api/2.0/mlflow-artifacts/artifacts/0/a.txt", "");
        event.putObject("headers").put("content-type", "text/plain").put("content-length", "5");

        assertThat(HttpEvent.call(event.put("body", "Gruss")).body()).hasSize(5);
        assertThatThrownBy(() -> HttpEvent.call(event.put("body", "Gr\ufffd\ufffde")))
                .isInstanceOf(TrackingException.class)
                .hasMessageContaining("text/plain and is not UTF-8");
    }

    @Test
    void aBodyThatIsNoObjectIsRefused() {
        for (String body : new String[] {"[1]", "{", "1", "{\"a\":}"}) {
            assertThatThrownBy(() -> HttpEvent.call(event("POST", "/x", "").put("body", body)))
                    .isInstanceOf(TrackingException.class)
                    .hasMessageContaining("JSON");
        }
    }

    @Test
    void bytesGoOutInBase64() throws IOException {
        ObjectNode response =
                (ObjectNode)
                        Json.jackson()
                                .readTree(
                                        HttpEvent.response(
                                                Answer.file(new byte[] {-1, 0}, "image/png")));

        assertThat(response.path("isBase64Encoded").asBoolean()).isTrue();
        assertThat(Base64.getDecoder().decode(response.path("body").asText()))
                .containsExactly(-1, 0);
    }
}
