package dev.roadloop.datasets.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StateMachine;
import dev.roadloop.aws.TestAws;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.LabelBatch;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RegisterLabelsTest {
    private static final String MANIFEST = "labels/night/manifest.json";

    private TestAws aws;
    private RegisterLabels register;
    private CheckBatch check;

    @BeforeEach
    void start() {
        aws = new TestAws();
        AwsClients clients = aws.clients();
        Bucket landing = new Bucket(clients.s3(), "landing");
        register =
                new RegisterLabels(
                        landing,
                        new StateMachine(
                                clients.stepFunctions(),
                                "arn:aws:states:us-east-1:123456789012:stateMachine:BuildDataset"));
        check = new CheckBatch(landing);
    }

    @AfterEach
    void stop() {
        aws.close();
    }

    @Test
    @Tag("slow")
    void startsOneExecutionHoweverOftenTheEventComes() {
        aws.put("landing/" + MANIFEST, bytes("{}"));

        String build = "night-" + Sha256.of(bytes("{}")).prefix(12);

        assertThat(Json.text(register.register(MANIFEST)))
                .as("the function's answer")
                .isEqualTo("{\"build\":\"" + build + "\",\"started\":true}");
        assertThat(register.register(MANIFEST).started()).isFalse();

        assertThat(aws.executions()).containsExactly(build);
        assertThat(aws.input(build)).contains("\"batch\":\"night\"", Sha256.of(bytes("{}")).hex());
    }

    @Test
    void startsAnotherForAManifestThatReplacesTheFirst() {
        aws.put("landing/" + MANIFEST, bytes("{}"));
        register.register(MANIFEST);
        aws.put("landing/" + MANIFEST, bytes("{ }"));

        assertThat(register.register(MANIFEST).started()).isTrue();
        assertThat(aws.executions()).hasSize(2);
    }

    @Test
    void startsNothingForOtherObjectsAndForAManifestThatIsGone() {
        assertThat(Json.text(register.register("labels/night/images/manifest.json")))
                .isEqualTo("{\"started\":false}");
        assertThat(register.register(MANIFEST).build()).isNull();
        assertThat(aws.executions()).isEmpty();
    }

    @Test
    void refusesABatchWhoseNameIsNone() {
        assertThatThrownBy(() -> register.register("labels/Night 1/manifest.json"))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("labels/Night 1/manifest.json");
    }

    @Test
    void aBatchIsCompleteWhenEveryDeclaredFileHasItsSizeWhateverElseIsThere() {
        LabelBatch batch =
                new LabelBatch(
                        new DatasetName("street"),
                        false,
                        Map.of(),
                        List.of(file("a.jpg", "aaa"), file("labels.json", "{}")));
        aws.put("landing/" + MANIFEST, Json.bytes(batch));
        aws.put("landing/labels/night/a.jpg", bytes("aa"));
        aws.put("landing/labels/night/stray.jpg", bytes("x"));

        assertThat(check()).isEqualTo(new CheckBatch.Answer(false, 2));
        aws.put("landing/labels/night/a.jpg", bytes("aaa"));
        assertThat(check()).isEqualTo(new CheckBatch.Answer(false, 1));
        aws.put("landing/labels/night/labels.json", bytes("{}"));
        assertThat(check()).isEqualTo(new CheckBatch.Answer(true, 0));
    }

    @Test
    void thereIsNothingToWaitForWhenTheManifestIsNone() {
        aws.put("landing/" + MANIFEST, bytes("{\"dataset\":\"street\"}"));

        assertThat(check()).isEqualTo(new CheckBatch.Answer(true, 0));
    }

    private CheckBatch.Answer check() {
        return check.check(new CheckBatch.Request(new DatasetName("night")));
    }

    private static LabelBatch.File file(String path, String content) {
        return new LabelBatch.File(path, (long) content.length(), Sha256.of(bytes(content)), null);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
