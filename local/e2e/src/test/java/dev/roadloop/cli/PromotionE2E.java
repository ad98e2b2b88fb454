package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.cli.platform.Platform;
import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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

/// The gate asked by hand: evidence signed by the template's key, a decision, and its proof without
/// the platform.
@Tag("slow")
class PromotionE2E {

    private static final String ROOT = "roadloop.root";
    private static final String STREET = dataset("street");
    private static final String GOLDEN = dataset("golden");

    @TempDir private Path lab;

    private final String root = System.getProperty(ROOT, "../..");
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
    }

    @Test
    void theGateIsAskedByHandAndABundleProvesItselfOffline() throws Exception {
        Path bad = bundle("1", 0.1);
        assertThat(gate("1", bad)).isEqualTo(ExitCode.FINDINGS);
        assertThat(said.toString()).contains("✗ floor mAP50");
        Path good = bundle("2", 0.7);
        assertThat(gate("2", good)).as(said.toString()).isEqualTo(ExitCode.OK);

        platform.close();
        assertThat(run("verify-promotion", good)).as(said.toString()).isEqualTo(ExitCode.OK);
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

    /// Signs all evidence of a model; the bundle itself is not there yet.
    private Path bundle(String version, double map) throws IOException {
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
                        "{\"golden\":%s,\"differences\":[]}".formatted(GOLDEN),
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
        return lab.resolve("bundle-" + version);
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

    private static String dataset(String name) {
        return "{\"name\":\"%s\",\"version\":\"v1\",\"sha256\":\"%s\"}"
                .formatted(name, digest(name));
    }

    private static String digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8)).hex();
    }
}
