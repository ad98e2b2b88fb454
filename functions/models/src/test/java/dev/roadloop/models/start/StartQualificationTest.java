package dev.roadloop.models.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StateMachine;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.RunKeys;
import dev.roadloop.contracts.TrainingFinished;
import dev.roadloop.contracts.qualification.QualificationKeys;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.TransientException;
import dev.roadloop.models.approval.TestApprovals;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.StartExecutionRequest;
import software.amazon.awssdk.services.sfn.model.StartExecutionResponse;

class StartQualificationTest {
    private static final Sha256 WEIGHTS = Sha256.of(new byte[1]);
    private static final Sha256 PACKAGED = Sha256.of(new byte[2]);
    private static final String FOLDER = "models/packages/detector/" + PACKAGED.prefix(12) + "/";
    private static final String POLICY =
            """
            {"version":3,"model":"detector","automatic":true,"golden":"judges",
             "goldenVersion":"%s","gate":{"name":"street","version":2},"approvalSeconds":600}
            """
                    .formatted("c".repeat(64));

    private final TestApprovals cloud = new TestApprovals();
    private final Bucket gold = cloud.gold();
    private final Executions executions = new Executions();
    private final StartQualification start =
            new StartQualification(gold, new StateMachine(executions, "arn:of:QualifyModel"));

    @BeforeEach
    void train() {
        put(RunKeys.outcome("night.run"), "{\"outcome\":\"COMPLETED\",\"model\":\"%s\"}", WEIGHTS);
        put(
                RunKeys.packaging("night.run"),
                "{\"outcome\":\"PACKAGED\",\"model\":\"%s\",\"folder\":\"" + FOLDER + "\"}",
                PACKAGED);
        put(
                QualificationKeys.policy("detector"),
                """
                {"name":"street","version":2,"floors":[{"metric":"AP50","atLeast":0.6,"sure":false}],
                 "regressions":[],"mostP95Millis":50,"mostBytes":100,"firstModel":true}
                """);
        put(QualificationKeys.qualificationPolicy("detector"), POLICY);
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    @Test
    void oneExecutionIsStartedHoweverOftenTheEventComesAndWhateverBecameOfThePolicy()
            throws Exception {
        StartQualification.Answer first = start.start(event(FOLDER, WEIGHTS));
        put(
                QualificationKeys.qualificationPolicy("detector"),
                POLICY.replace("\"version\":3", "\"version\":4"));
        StartQualification.Answer again = start.start(event(FOLDER, WEIGHTS));

        assertThat(first.started()).isTrue();
        assertThat(again.started()).isFalse();
        assertThat(again.qualification()).isEqualTo(first.qualification());
        String id = String.valueOf(first.qualification());
        assertThat(id).matches("auto-night-run-[0-9a-f]{16}");
        assertThat(Json.text(first))
                .as("the function's answer")
                .isEqualTo("{\"qualification\":\"" + id + "\",\"started\":true}");
        assertThat(executions.inputs).containsOnlyKeys(id);
        assertThat(Json.jackson().readTree(executions.inputs.get(id)))
                .isEqualTo(
                        Json.jackson()
                                .readTree(
                                        """
                                        {"model":"detector",
                                         "packaged":{"source":"s3://gold/%s","sha256":"%s"},
                                         "run":"models/runs/night.run/outcome.json",
                                         "trainedOn":"street","golden":"judges","goldenVersion":"%s",
                                         "approvalSeconds":600,"policy":{"version":3,"sha256":"%s"}}
                                        """
                                                .formatted(
                                                        FOLDER,
                                                        PACKAGED,
                                                        "c".repeat(64),
                                                        Sha256.of(bytes(POLICY)))));
    }

    @Test
    void nothingIsStartedWithoutAPackageOrAPolicyThatAsksForIt() {
        assertThat(start.start(event(null, WEIGHTS))).isEqualTo(StartQualification.Answer.NOTHING);
        assertThat(start.start(event(FOLDER.replace("detector", "other"), WEIGHTS)))
                .isEqualTo(StartQualification.Answer.NOTHING);
        put(
                QualificationKeys.qualificationPolicy("detector"),
                POLICY.replace("\"automatic\":true", "\"automatic\":false"));
        assertThat(start.start(event(FOLDER, WEIGHTS)))
                .isEqualTo(StartQualification.Answer.NOTHING);
        assertThat(executions.inputs).isEmpty();
    }

    @Test
    void anEventThatSaysOtherThanTheJobsOfItsTrainingIsRefused() {
        String elsewhere = "models/packages/detector/" + "0".repeat(12) + "/";

        assertThatThrownBy(() -> start.start(event(elsewhere, WEIGHTS)))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("run night.run: the event says")
                .hasMessageContaining(FOLDER);
        assertThatThrownBy(() -> start.start(event(FOLDER, PACKAGED)))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining(WEIGHTS.hex());
        assertThat(executions.inputs).isEmpty();
    }

    @Test
    void aPolicyWhoseGateIsAnotherOrNotThereIsRefused() {
        put(
                QualificationKeys.qualificationPolicy("detector"),
                POLICY.replace("\"street\",\"version\":2", "\"street\",\"version\":9"));
        assertThatThrownBy(() -> start.start(event(FOLDER, WEIGHTS)))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("expected the gate's policy street version 9, found street")
                .hasMessageContaining("roadloop auto-qualify");

        put(
                QualificationKeys.qualificationPolicy("detector"),
                POLICY.replace("\"model\":\"detector\"", "\"model\":\"unknown\""));
        assertThatThrownBy(() -> start.start(event(FOLDER, WEIGHTS)))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("policies/gate/unknown.json does not exist");
    }

    @Test
    void aServiceThatDoesNotAnswerIsAskedAgain() {
        executions.reachable = false;

        assertThatThrownBy(() -> start.start(event(FOLDER, WEIGHTS)))
                .isInstanceOf(TransientException.class)
                .hasMessageContaining("starting execution auto-night-run-");
    }

    @Test
    void theNamesOfQualificationsAreValidAndDifferWithTrainingAndModel() {
        String longest = QualificationKeys.automatic("ü".repeat(80), PACKAGED);

        assertThat(longest).matches("[A-Za-z0-9_-]{1,80}");
        assertThat(QualificationKeys.automatic("a.b", PACKAGED))
                .isNotEqualTo(QualificationKeys.automatic("a-b", PACKAGED))
                .isNotEqualTo(QualificationKeys.automatic("a.b", WEIGHTS));
    }

    private static StartQualification.Event event(@Nullable String folder, Sha256 model) {
        return new StartQualification.Event(
                new TrainingFinished(
                        "trained-night.run",
                        "night.run",
                        new DatasetName("street"),
                        new Sha256("d".repeat(64)),
                        "COMPLETED",
                        model,
                        RunKeys.model("night.run"),
                        RunKeys.outcome("night.run"),
                        12,
                        Instant.EPOCH,
                        folder));
    }

    private void put(String key, String json, Object... arguments) {
        gold.put(key, bytes(json.formatted(arguments)), "application/json");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Step Functions, of which it can do one thing.
    private static final class Executions implements SfnClient {
        private final Map<String, String> inputs = new TreeMap<>();
        private boolean reachable = true;

        @Override
        public StartExecutionResponse startExecution(StartExecutionRequest request) {
            if (!reachable) {
                throw SdkClientException.create("connection refused");
            }
            assertThat(request.stateMachineArn()).isEqualTo("arn:of:QualifyModel");
            if (inputs.putIfAbsent(request.name(), request.input()) != null) {
                throw ExecutionAlreadyExistsException.builder().message("there").build();
            }
            return StartExecutionResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
