package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.cli.models.TrackingRegistry;
import dev.roadloop.cli.platform.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// `roadloop demo` as people type it: drives, dataset, training, package, evaluation, votes and
/// production, with the real jobs. The seed is fixed, so it trains the same each time.
@Tag("slow")
@EnabledIfSystemProperty(
        named = "roadloop.demo.learn",
        matches = "true",
        disabledReason =
                "it takes minutes: the nightly workflow runs it with -Droadloop.demo.learn=true")
class LearningDemoE2E {

    private static final String ROOT = "roadloop.root";
    private static final String SEED = "1795262400";

    @TempDir private Path lab;

    private final String root = System.getProperty(ROOT, "../..");
    private final StringWriter said = new StringWriter();

    @BeforeEach
    void prepare() throws IOException {
        // The commit that trains is that of the project.
        for (String part : new String[] {"infra-cdk", ".git"}) {
            Files.createSymbolicLink(
                    lab.resolve(part), Path.of(root).resolve(part).toAbsolutePath());
        }
        System.setProperty(ROOT, lab.toString());
    }

    @AfterEach
    void restore() {
        System.setProperty(ROOT, root);
    }

    @Test
    void generatedDrivesBecomeADetectorThatIsProvenToBeInProduction() throws IOException {
        String detector = "demo-" + SEED;

        assertThat(run("demo", "--learn-seed", SEED, "--seconds", "3"))
                .as(said.toString())
                .isZero();

        assertThat(said.toString())
                .containsSubsequence(
                        "1. The template runs in this process",
                        "2. A car drives for 3 s",
                        "3. It comes home and uploads",
                        "the drive's report",
                        "4. Drives with ground truth teach a detector",
                        "24 drives of 3 s with ground truth",
                        "label upload",
                        "--dataset demo-judges --golden",
                        "--dataset demo-street",
                        "train-model demo-street --run " + detector,
                        "COMPLETED after",
                        "packaged: s3://",
                        "qualify " + detector,
                        "the gate allows it",
                        "AWS_ACCESS_KEY_ID=ada ./roadloop approve " + detector + " 1",
                        "for production: pending",
                        "AWS_ACCESS_KEY_ID=grace ./roadloop approve " + detector + " 1",
                        "for production: approved",
                        "verify-promotion " + detector + " 1",
                        "approved by arn:aws:iam::123456789012:user/ada",
                        "what it finds",
                        "detections.jpg",
                        "how it was judged",
                        "report.html",
                        "Try next:");
        assertThat(named("how it was judged")).content().contains("<svg", "data:image/");
        assertThat(ImageIO.read(named("what it finds").toFile()).getWidth()).isGreaterThan(1000);
        // What it left is there for the next command, and proves itself again.
        try (Platform platform = Platform.start(lab, 0, false);
                TrackingRegistry registry = new TrackingRegistry(platform)) {
            assertThat(registry.aliased(detector, "production").orElseThrow().number())
                    .isEqualTo("1");
            assertThat(run("verify-promotion", detector, "1")).as(said.toString()).isZero();
        }
    }

    private Path named(String what) {
        return said.toString()
                .lines()
                .filter(line -> line.startsWith(what))
                .map(line -> Path.of(line.substring(what.length()).strip()))
                .findFirst()
                .orElseThrow();
    }

    private int run(String... arguments) {
        CommandLine command = Roadloop.commandLine();
        command.setOut(new PrintWriter(said, true));
        command.setErr(new PrintWriter(said, true));
        return command.execute(arguments);
    }
}
