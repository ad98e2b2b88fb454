package dev.roadloop.datasets.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.aws.AwsClients;
import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StateMachine;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.LabelBatch;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class RegisterLabelsTest {
    private static final String MANIFEST = "labels/night/manifest.json";

    private TestServices services;
    private RegisterLabels register;
    private CheckBatch check;

    @BeforeEach
    void start() throws IOException {
        services = new TestServices();
        AwsClients clients = AwsClients.from(services.environment());
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
        services.close();
    }

    @Test
    @Tag("slow")
    void startsOneExecutionHoweverOftenTheEventComes() {
        services.objects.put(MANIFEST, bytes("{}"));

        assertThat(register.register(MANIFEST).started()).isTrue();
        assertThat(register.register(MANIFEST).started()).isFalse();

        String build = "night-" + Sha256.of(bytes("{}")).prefix(12);
        assertThat(services.executions).containsOnlyKeys(build);
        assertThat(services.executions.get(build))
                .contains("\"batch\":\"night\"", Sha256.of(bytes("{}")).hex());
    }

    @Test
    void startsAnotherForAManifestThatReplacesTheFirst() {
        services.objects.put(MANIFEST, bytes("{}"));
        register.register(MANIFEST);
        services.objects.put(MANIFEST, bytes("{ }"));

        assertThat(register.register(MANIFEST).started()).isTrue();
        assertThat(services.executions).hasSize(2);
    }

    @Test
    void startsNothingForOtherObjectsAndForAManifestThatIsGone() {
        assertThat(register.register("labels/night/images/manifest.json").build()).isEmpty();
        assertThat(register.register(MANIFEST).build()).isEmpty();
        assertThat(services.executions).isEmpty();
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
        services.objects.put(MANIFEST, Json.bytes(batch));
        services.objects.put("labels/night/a.jpg", bytes("aa"));
        services.objects.put("labels/night/stray.jpg", bytes("x"));

        assertThat(check()).isEqualTo(new CheckBatch.Answer(false, 2));
        services.objects.put("labels/night/a.jpg", bytes("aaa"));
        assertThat(check()).isEqualTo(new CheckBatch.Answer(false, 1));
        services.objects.put("labels/night/labels.json", bytes("{}"));
        assertThat(check()).isEqualTo(new CheckBatch.Answer(true, 0));
    }

    @Test
    void thereIsNothingToWaitForWhenTheManifestIsNone() {
        services.objects.put(MANIFEST, bytes("{\"dataset\":\"street\"}"));

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
