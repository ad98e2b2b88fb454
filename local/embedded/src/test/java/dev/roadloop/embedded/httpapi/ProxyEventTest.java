package dev.roadloop.embedded.httpapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxyEventTest {

    @Test
    void thePathComesDecodedAndTheQueryAsItWas() {
        JsonNode event =
                ProxyEvent.of(
                        "api",
                        "123456789012",
                        HttpApi.Route.of("ANY /{proxy+}", "arn", false).key(),
                        Map.of(),
                        false,
                        new HttpApiRequest(
                                "GET",
                                "/0/%C3%BC+100%25.bin",
                                "path=%C3%BC",
                                Map.of(),
                                () -> new byte[0],
                                "request",
                                "arn:aws:iam::123456789012:root"),
                        Instant.EPOCH);

        assertThat(event.path("rawPath").asText()).isEqualTo("/0/ü+100%.bin");
        assertThat(event.at("/requestContext/http/path").asText()).isEqualTo("/0/ü+100%.bin");
        assertThat(event.path("rawQueryString").asText()).isEqualTo("path=%C3%BC");
    }
}
