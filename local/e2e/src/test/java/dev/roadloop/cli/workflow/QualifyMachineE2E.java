package dev.roadloop.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.EnvelopeSigner;
import dev.roadloop.cli.models.ApprovalsClient;
import dev.roadloop.contracts.Json;
import dev.roadloop.contracts.evidence.DatasetVersion;
import dev.roadloop.contracts.qualification.QualificationKeys;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/// How executions of `qualify-model` end, on the synthesised template with its roles. What the job
/// would find is signed and put there by the test.
@Tag("slow")
class QualifyMachineE2E {

    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final DatasetVersion STREET = dataset("street");
    private static final DatasetVersion GOLDEN = dataset("golden");

    @TempDir private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private WorkflowCloud cloud;
    private Bucket gold;
    private KmsClient kms;
    private SignedFindings findings;

    @BeforeEach
    void start() throws Exception {
        cloud = new WorkflowCloud(folder, WorkflowCloud.UNHURRIED);
        gold = new Bucket(cloud.s3, cloud.output("GoldBucket"));
        kms = cloud.clients().kms();
        findings =
                new SignedFindings(
                        gold, new EnvelopeSigner(kms, cloud.output("ReportKey")), STREET, GOLDEN);
        gold.put(
                QualificationKeys.policy("squares"),
                """
                {"name":"squares","version":1,"floors":[{"metric":"AP50","atLeast":0.6,"sure":false}],
                 "regressions":[],"mostP95Millis":50,"mostBytes":100,"firstModel":true}
                """
                        .getBytes(StandardCharsets.UTF_8),
                "application/json");
        mlflow("POST", "registered-models/create", "{\"name\":\"squares\"}");
        for (String version : new String[] {"1", "2", "3"}) {
            mlflow(
                    "POST",
                    "model-versions/create",
                    "{\"name\":\"squares\",\"source\":\"s3://%s/models/packages/squares/%s/\",\"tags\":[{\"key\":\"roadloop.sha256\",\"value\":\"%s\"}]}"
                            .formatted(gold.name(), version, digest(version)));
        }
    }

    @AfterEach
    void stop() {
        kms.close();
        cloud.close();
        http.close();
    }

    @Test
    void aModelIsRefusedSupersededPromotedOrUnknownAndProductionIsReachedNoOtherWay()
            throws Exception {
        productionIsNotReachedByHand();
        String first = qualify("first", "1", null, 0.7);
        approve("1");
        assertThat(outcome(first)).isEqualTo("PROMOTED");

        JsonNode refused = output(qualify("bad", "2", "1", 0.1));
        assertThat(refused.path("outcome").asText()).isEqualTo("REFUSED");
        assertThat(refused.path("failures")).hasToString("[\"floor AP50\"]");

        // The same version again: its own evidence, whatever that of the first time said.
        String slow = qualify("slow", "2", "1", 0.8);
        waits("2");
        String quick = qualify("quick", "3", "1", 0.9);
        approve("3");
        assertThat(outcome(quick)).isEqualTo("PROMOTED");
        approve("2");
        JsonNode superseded = output(slow);
        assertThat(superseded.path("outcome").asText()).isEqualTo("SUPERSEDED");
        assertThat(superseded.path("message").asText()).contains("leads to version 3");
        assertThat(production()).isEqualTo("3");
        assertThat(gold.find(refused.path("bundle").asText() + "decision.dsse.json")).isPresent();
        assertThat(superseded.path("bundle").asText()).isEqualTo("promotions/squares/2/slow/");

        assertThat(outcome(qualify("none", "9", "3", 0.9))).isEqualTo("UNKNOWN_VERSION");
        assertThatThrownBy(() -> vote("eve", "3"))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("APPROVED");
        productionIsNotReachedByHand();
        aTrainingThatFinishedIsQualifiedOnceAsItsPolicySays();
        assertThat(
                        ask(
                                        "/api/2.0/roadloop/aliases/rollback",
                                        "{\"name\":\"squares\",\"alias\":\"production\",\"expected_version\":\"3\"}")
                                .path("to")
                                .asText())
                .isEqualTo("1");
        assertThat(production()).isEqualTo("1");
    }

    private void aTrainingThatFinishedIsQualifiedOnceAsItsPolicySays() throws Exception {
        Sha256 model = digest("4");
        FinishedTraining training = new FinishedTraining(cloud, gold, "squares", "night", model);
        training.policy(GOLDEN);
        String id = QualificationKeys.automatic("night", model);
        findings.put(id, "4", model, digest("3"), 0.9);
        cloud.jobs.exit(id, "evaluate", 30);
        training.announce();
        training.announce();
        String execution = cloud.execution("QualifyModel", id);
        assertThat(cloud.ended(execution, 0).cause()).contains("Evaluate", "roadloop redrive");
        cloud.jobs.exit(id, "evaluate", 0);
        cloud.redrive(execution);
        approve("4");
        JsonNode promoted = output(cloud.ended(execution, 1));
        assertThat(promoted.path("outcome").asText()).isEqualTo("PROMOTED");
        assertThat(production()).isEqualTo("4");
        training.announce();
        assertThat(
                        mlflow("GET", "model-versions/search?filter=name%3D'squares'", "")
                                .path("model_versions"))
                .hasSize(4);
        ask(
                "/api/2.0/roadloop/aliases/rollback",
                "{\"name\":\"squares\",\"alias\":\"production\",\"expected_version\":\"4\"}");
    }

    private void productionIsNotReachedByHand() throws Exception {
        String alias = "{\"name\":\"squares\",\"alias\":\"production\",\"version\":\"2\"";
        for (JsonNode answer :
                new JsonNode[] {
                    mlflow("POST", "registered-models/alias", alias + "}"),
                    mlflow(
                            "POST",
                            "model-versions/transition-stage",
                            "{\"name\":\"squares\",\"version\":\"2\",\"stage\":\"Production\"}"),
                    ask(
                            "/api/2.0/roadloop/aliases/promote",
                            alias + ",\"evidence\":\"" + "0".repeat(64) + "\"}")
                }) {
            assertThat(answer.path("error_code").asText())
                    .as(answer.toString())
                    .isEqualTo("PERMISSION_DENIED");
        }
    }

    /// Starts a qualification whose job finds this precision.
    private String qualify(String id, String version, @Nullable String production, double precision)
            throws IOException {
        cloud.jobs.exit(id, "evaluate", 0);
        findings.put(
                id,
                version,
                digest(version),
                production == null ? null : digest(production),
                precision);
        return cloud.start(
                "QualifyModel",
                id,
                """
                {"model":"squares","version":"%s","run":"models/runs/r","trainedOn":"street",
                 "golden":"golden","goldenVersion":"%s"}
                """
                        .formatted(version, GOLDEN.sha256()));
    }

    private void approve(String version) throws InterruptedException {
        waits(version);
        assertThat(vote("ada", version).path("state").asText()).isEqualTo("PENDING");
        assertThat(vote("ada", version).path("taking").asText()).isEqualTo("COUNTED_BEFORE");
        assertThat(vote("grace", version).path("state").asText()).isEqualTo("APPROVED");
    }

    private void waits(String version) throws InterruptedException {
        Instant deadline = Instant.now().plus(PATIENCE);
        try (ApprovalsClient approvals = approvals("onlooker")) {
            while (approvals.requests("squares", version).isEmpty()) {
                assertThat(Instant.now()).as("%s waits for votes", version).isBefore(deadline);
                Thread.sleep(200);
            }
        }
    }

    private JsonNode vote(String who, String version) {
        try (ApprovalsClient approvals = approvals(who)) {
            return approvals.vote("squares", version, "APPROVE", "", "", "");
        }
    }

    private ApprovalsClient approvals(String who) {
        return new ApprovalsClient(
                URI.create(cloud.output("ApprovalsUri")),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(who, "secret")));
    }

    private String outcome(String execution) throws Exception {
        return output(execution).path("outcome").asText();
    }

    private JsonNode output(String execution) throws Exception {
        return output(cloud.ended(execution, 0));
    }

    private static JsonNode output(DescribeExecutionResponse ended) throws Exception {
        assertThat(ended.status()).as(ended.cause()).isEqualTo(ExecutionStatus.SUCCEEDED);
        return Json.jackson().readTree(ended.output());
    }

    private String production() throws Exception {
        return mlflow("GET", "registered-models/alias?name=squares&alias=production", "")
                .at("/model_version/version")
                .asText();
    }

    private JsonNode mlflow(String method, String path, String json) throws Exception {
        return send(method, "/api/2.0/mlflow/" + path, json);
    }

    private JsonNode ask(String path, String json) throws Exception {
        return send("POST", path, json);
    }

    private JsonNode send(String method, String path, String json) throws Exception {
        return Json.jackson()
                .readTree(
                        http.send(
                                        HttpRequest.newBuilder(
                                                        URI.create(
                                                                cloud.output("TrackingUri") + path))
                                                .header("content-type", "application/json")
                                                .method(method, BodyPublishers.ofString(json))
                                                .build(),
                                        BodyHandlers.ofByteArray())
                                .body());
    }

    private static DatasetVersion dataset(String name) {
        return new DatasetVersion(name, "v1", digest(name));
    }

    private static Sha256 digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
