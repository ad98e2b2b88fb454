package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// A model's way to production by the commands: signed by the template's key, decided, promoted in
/// the registry that MLflow's clients see, taken back.
@Tag("slow")
class PromotionE2E {

    private static final String ROOT = "roadloop.root";
    private static final String STREET = dataset("street");
    private static final String GOLDEN = dataset("golden");

    @TempDir private Path lab;

    private final String root = System.getProperty(ROOT, "../..");
    private final HttpClient http = HttpClient.newHttpClient();
    private final StringWriter said = new StringWriter();
    private Platform platform;

    @BeforeEach
    void start() throws IOException {
        Files.createSymbolicLink(
                lab.resolve("infra-cdk"), Path.of(root).resolve("infra-cdk").toAbsolutePath());
        System.setProperty(ROOT, lab.toString());
        platform = Platform.start(lab, 0, false);
    }

    @AfterEach
    void stop() throws IOException {
        platform.close();
        System.setProperty(ROOT, root);
        http.close();
    }

    @Test
    void aModelPassesTheGateIsPromotedReplacedAndRolledBack() throws Exception {
        mlflow("POST", "registered-models/create", "{\"name\":\"detector\"}");
        for (int i = 0; i < 2; i++) {
            mlflow(
                    "POST",
                    "model-versions/create",
                    "{\"name\":\"detector\",\"source\":\"s3://b/m\"}");
        }
        Path first = sealed("1", "", 0.7);
        assertThat(run("promote", first)).as(said.toString()).isEqualTo(ExitCode.OK);
        assertThat(production()).isEqualTo("1");

        // Compared with nothing, while there is something by now.
        Path blind = sealed("2", "", 0.8);
        assertThat(run("promote", blind)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.toString()).contains("the evidence compares with no model");

        Path second = sealed("2", digest("1"), 0.8);
        assertThat(run("promote", second)).as(said.toString()).isEqualTo(ExitCode.OK);
        assertThat(production()).isEqualTo("2");
        assertThat(
                        send(
                                        "POST",
                                        "registered-models/alias",
                                        "{\"name\":\"detector\",\"alias\":\"production\",\"version\":\"1\"}")
                                .statusCode())
                .isEqualTo(403);

        assertThat(run("rollback", "detector")).as(said.toString()).isEqualTo(ExitCode.OK);
        assertThat(said.toString()).contains("production of detector: version 2 → version 1");
        assertThat(production()).isEqualTo("1");
    }

    @Test
    void whatTheGateRefusesIsNotPromotedAndABundleProvesItselfOffline() throws Exception {
        Path bad = bundle("1", "", 0.1);
        assertThat(gate("1", bad)).isEqualTo(ExitCode.FINDINGS);
        assertThat(run("promote", bad)).isEqualTo(ExitCode.FINDINGS);
        assertThat(said.toString()).contains("✗ floor mAP50");

        platform.close();
        Path model = lab.resolve("model-1.onnx");
        assertThat(run("verify-promotion", bad, "--artifact", model, "--json"))
                .isEqualTo(ExitCode.FINDINGS);
        assertThat(run("verify-promotion", bad, "--artifact", lab.resolve("packaging.json")))
                .isEqualTo(ExitCode.BAD_INPUT);
        Path policy = bad.resolve("policy.json");
        Files.writeString(policy, Files.readString(policy).replace("0.6", "0.0"));
        assertThat(run("verify-promotion", bad)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(said.toString()).contains("policy.json: sha256: expected");
    }

    private Path sealed(String version, String production, double map) throws IOException {
        Path bundle = bundle(version, production, map);
        assertThat(gate(version, bundle)).as(said.toString()).isEqualTo(ExitCode.OK);
        assertThat(run("verify-promotion", bundle)).as(said.toString()).isEqualTo(ExitCode.OK);
        return bundle;
    }

    /// Signs all evidence of a model; the bundle itself is not there yet.
    private Path bundle(String version, String production, double map) throws IOException {
        Path model = Files.writeString(lab.resolve("model-" + version + ".onnx"), version);
        Map<String, String> evidence =
                Map.of(
                        "training",
                        "{\"dataset\":%s,\"codeCommit\":\"c\",\"image\":\"none\",\"seed\":1,\"steps\":9,\"settings\":{}}"
                                .formatted(STREET),
                        "leakage",
                        "{\"training\":%s,\"golden\":%s,\"pairs\":0}".formatted(STREET, GOLDEN),
                        "evaluation",
                        "{\"golden\":%s,\"samples\":9,\"metrics\":{\"mAP50\":%s},\"slices\":[]}"
                                .formatted(GOLDEN, map),
                        "comparison",
                        "{\"golden\":%s,%s\"differences\":[]}"
                                .formatted(
                                        GOLDEN,
                                        production.isEmpty()
                                                ? ""
                                                : "\"production\":\"" + production + "\","),
                        "latency",
                        "{\"machine\":\"m\",\"batch\":1,\"runs\":9,\"p50Millis\":1,\"p95Millis\":2,\"p99Millis\":3}",
                        "packaging",
                        "{\"format\":\"onnx\",\"bytes\":1,\"checkpoint\":\"%s\",\"differences\":{}}"
                                .formatted(digest("checkpoint")));
        for (Map.Entry<String, String> kind : evidence.entrySet()) {
            Path file = Files.writeString(lab.resolve(kind.getKey() + ".json"), kind.getValue());
            assertThat(
                            run(
                                    "sign-evidence",
                                    kind.getKey(),
                                    file,
                                    "--artifact",
                                    model,
                                    "--out",
                                    lab.resolve("evidence")))
                    .as(said.toString())
                    .isEqualTo(ExitCode.OK);
        }
        return lab.resolve("bundle-" + version + (production.isEmpty() ? "-first" : ""));
    }

    private int gate(String version, Path bundle) throws IOException {
        Path policy =
                Files.writeString(
                        lab.resolve("gate.json"),
                        """
                        {"name":"p","version":1,"floors":[{"metric":"mAP50","atLeast":0.6,"sure":false}],
                         "regressions":[],"mostP95Millis":5,"mostBytes":9,"firstModel":true}
                        """);
        return run(
                "gate",
                "--model",
                "detector",
                "--version",
                version,
                "--artifact",
                lab.resolve("model-" + version + ".onnx"),
                "--policy",
                policy,
                "--evidence",
                lab.resolve("evidence"),
                "--out",
                bundle);
    }

    private int run(Object... arguments) {
        CommandLine command = Roadloop.commandLine();
        command.setOut(new PrintWriter(said, true));
        command.setErr(new PrintWriter(said, true));
        String[] args = new String[arguments.length];
        for (int i = 0; i < args.length; i++) {
            args[i] = arguments[i].toString();
        }
        return command.execute(args);
    }

    private String production() throws IOException, InterruptedException {
        return mlflow("GET", "registered-models/alias?name=detector&alias=production", "")
                .at("/model_version/version")
                .asText();
    }

    private JsonNode mlflow(String method, String path, String json)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response = send(method, path, json);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return new ObjectMapper().readTree(response.body());
    }

    private HttpResponse<byte[]> send(String method, String path, String json)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(
                                URI.create(platform.trackingUri() + "/api/2.0/mlflow/" + path))
                        .header("content-type", "application/json")
                        .method(method, BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofByteArray());
    }

    private static String dataset(String name) {
        return "{\"name\":\"%s\",\"version\":\"v1\",\"sha256\":\"%s\"}"
                .formatted(name, digest(name));
    }

    private static String digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
