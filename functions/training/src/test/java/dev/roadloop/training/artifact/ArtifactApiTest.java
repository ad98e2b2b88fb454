package dev.roadloop.training.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.TestAws;
import dev.roadloop.contracts.Json;
import dev.roadloop.training.api.Answer;
import dev.roadloop.training.api.Call;
import dev.roadloop.training.api.Fields;
import dev.roadloop.training.api.Routes;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ArtifactApiTest {
    private static final int MOST_OF_A_FUNCTION = 6 * 1024 * 1024;
    private static final String BEGIN = "/api/2.0/mlflow-artifacts/mpu/create/";

    private final TestAws aws = new TestAws();
    private final Routes routes = new Routes();

    /// A role's session token is signed into every URL, and is longer than the rest of it.
    @BeforeEach
    void start() {
        Map<String, String> env = new HashMap<>(aws.env());
        env.put("AWS_SESSION_TOKEN", "IQoJb3JpZ2luX2VjEA+/".repeat(70));
        AwsClients role = AwsClients.from(env);
        new ArtifactApi(new ArtifactStore(role.s3(), role.s3Presigner(), "gold"), run -> "")
                .addTo(routes, "/api/2.0/");
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    void theUrlsOfAnUploadFitIntoTheAnswerOfAFunction() {
        Answer most = begin(2000);

        assertThat(most.status()).isEqualTo(200);
        assertThat(most.body()).hasSizeBetween(3_000_000, MOST_OF_A_FUNCTION);
        assertThat(begin(2001).status()).isEqualTo(400);
    }

    @Test
    void aSlowClientHasAnHourForItsParts() {
        assertThat(new String(begin(1).body(), StandardCharsets.UTF_8))
                .contains("X-Amz-Expires=3600");
    }

    private Answer begin(int parts) {
        ObjectNode body =
                Json.jackson().createObjectNode().put("path", "model.bin").put("num_parts", parts);
        return routes.answer(
                new Call(
                        "POST",
                        BEGIN + "0/" + "r".repeat(32),
                        new Fields(body),
                        new byte[0],
                        "",
                        false));
    }
}
