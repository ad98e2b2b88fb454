package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.cli.platform.Catalog;
import dev.roadloop.cli.platform.Executions;
import dev.roadloop.cli.platform.Platform;
import dev.roadloop.cli.platform.Uploader;
import dev.roadloop.domain.VehicleId;
import dev.roadloop.simdrive.DriveFormat;
import dev.roadloop.simdrive.DriveGenerator;
import dev.roadloop.simdrive.DriveSpec;
import dev.roadloop.simdrive.Scenario;
import dev.roadloop.simdrive.world.CameraModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/// The embedded mode is killed at random moments while three drives come in, and started again.
///
/// By default the first kill falls anywhere, also while drives are uploaded and announced, and the
/// others when all are registered. A kill while a drive is being announced is mended when the lease
/// of the worker that died ends, after 90 seconds. `-Droadloop.kills=50
/// -Droadloop.kills.anywhere=true -Droadloop.seed=7` for all of it.
@Tag("slow")
class CrashE2E {

    private static final Path ROOT = Path.of(System.getProperty("roadloop.root", "../.."));
    private static final Path DATA =
            Path.of(
                    System.getProperty(
                            "roadloop.testdata", ROOT.resolve("../shared/data").toString()));
    private static final int KILLS = Integer.getInteger("roadloop.kills", 2);
    private static final boolean ANYWHERE = Boolean.getBoolean("roadloop.kills.anywhere");
    private static final long SEED = Long.getLong("roadloop.seed", 1);
    private static final Duration PATIENCE = Duration.ofMinutes(ANYWHERE ? 60 : 15);
    private static final Pattern ANNOUNCED =
            Pattern.compile("(?<=\"eventId\":\")registered-[^\"]+");
    private static final VehicleId VEHICLE = new VehicleId("crash");

    @TempDir private Path folder;

    @Test
    void killsDoNotChangeWhatAnIngestOfThreeDrivesLeavesBehind()
            throws IOException, InterruptedException {
        List<Path> drives = drives();
        Map<String, String> undisturbed = ingest(folder.resolve("undisturbed"), drives, 0);

        Map<String, String> disturbed = ingest(folder.resolve("disturbed"), drives, KILLS);

        assertThat(disturbed.keySet()).as("seed %d", SEED).isEqualTo(undisturbed.keySet());
        assertThat(disturbed).as("seed %d", SEED).containsAllEntriesOf(undisturbed);
    }

    private List<Path> drives() throws IOException {
        List<Path> drives = new ArrayList<>();
        drives.add(generate("first.mcap", DriveFormat.MCAP, 21));
        drives.add(generate("second.bag", DriveFormat.BAG, 22));
        Path real = DATA.resolve("recordings/gps_only/rviz_satellite_sample.bag");
        drives.add(Files.exists(real) ? real : generate("third.mcap", DriveFormat.MCAP, 23));
        return drives;
    }

    private Path generate(String name, DriveFormat format, long seed) throws IOException {
        Path file = folder.resolve(name);
        DriveGenerator.generate(
                DriveSpec.of(Scenario.of("following"), 2, seed)
                        .withCamera(CameraModel.front(160, 90))
                        .withFormat(format),
                file,
                done -> {});
        return file;
    }

    private static Map<String, String> ingest(Path lab, List<Path> drives, int kills)
            throws IOException, InterruptedException {
        Random random = new Random(SEED);
        try (EmbeddedProcess up = new EmbeddedProcess(ROOT, lab)) {
            Thread uploads = Thread.startVirtualThread(() -> upload(up, drives));
            Set<String> redriven = new HashSet<>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            int left = kills;
            while (true) {
                boolean anywhere = ANYWHERE || left == kills;
                if (left > 0 && (anywhere || registered(up, uploads, drives.size()))) {
                    Thread.sleep(random.nextInt(50, 2500));
                    up.killAndRestart(Duration.ofMillis(random.nextInt(300)));
                    left--;
                }
                boolean done = !uploads.isAlive() && done(up, drives, redriven);
                if (done && left == 0) {
                    break;
                }
                assertThat(System.nanoTime()).as("%s", up.log()).isLessThan(deadline);
                // Every look is a connection of its own.
                Thread.sleep(1000);
            }
            Map<String, Integer> announced = announced(lab.resolve(".roadloop/events/archives"));
            assertThat(announced).as("drives announced on the bus").hasSize(drives.size());
            int again = announced.values().stream().mapToInt(times -> times - 1).sum();
            assertThat(again).as("announcements that a kill repeated").isLessThanOrEqualTo(kills);
            System.out.printf(
                    "%d kills, seed %d: %d drives catalogued, %d executions redriven, announced %s"
                            + " times%n",
                    kills, SEED, drives.size(), redriven.size(), announced.values());
            try (Platform platform = up.connect()) {
                return CatalogSnapshot.of(platform, lab.resolve(".roadloop"));
            }
        }
    }

    /// How often the bus's archive has each DriveRegistered, by its id: consumers drop what comes
    /// again. A drive is announced twice only if a kill fell between the bus taking the event and
    /// the log entry that says so.
    private static Map<String, Integer> announced(Path archives) throws IOException {
        Map<String, Integer> times = new TreeMap<>();
        try (Stream<Path> files = Files.walk(archives)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                for (String line : Files.readAllLines(file)) {
                    Matcher id = ANNOUNCED.matcher(line);
                    if (id.find()) {
                        times.merge(id.group(), 1, Integer::sum);
                    }
                }
            }
        }
        return times;
    }

    private static boolean registered(EmbeddedProcess up, Thread uploads, int drives)
            throws IOException {
        if (uploads.isAlive()) {
            return false;
        }
        try (Platform platform = up.connect()) {
            return new Executions(platform).newest(100).size() == drives;
        }
    }

    /// As a data logger would: again and again, until the upload was accepted.
    private static void upload(EmbeddedProcess up, List<Path> drives) {
        for (Path drive : drives) {
            boolean accepted = false;
            while (!accepted) {
                try (Platform platform = up.connect()) {
                    new Uploader(platform).upload(VEHICLE, List.of(drive));
                    accepted = true;
                } catch (SdkException | IOException | IllegalStateException goneForNow) {
                    pause();
                }
            }
        }
    }

    /// Whether every execution has succeeded and every upload is settled, which is the last that a
    /// registration does: the queue brings back what a kill cut short, after six minutes at the
    /// latest. What failed for the kills is redriven, as an operator would.
    private static boolean done(EmbeddedProcess up, List<Path> drives, Set<String> redriven)
            throws IOException {
        try (Platform platform = up.connect()) {
            Executions executions = new Executions(platform);
            List<ExecutionListItem> all = executions.newest(100);
            all.stream()
                    .filter(execution -> execution.status() == ExecutionStatus.FAILED)
                    .forEach(execution -> {
                        executions.redrive(execution.executionArn());
                        redriven.add(execution.name());
                    });
            Catalog catalog = new Catalog(platform);
            long catalogued =
                    catalog.drives().stream()
                            .filter(drive -> drive.get("status").equals("CATALOGUED"))
                            .count();
            return catalogued == drives.size()
                    && all.stream().allMatch(each -> each.status() == ExecutionStatus.SUCCEEDED)
                    && drives.stream()
                            .map(drive -> drive.getFileName().toString())
                            .allMatch(name -> catalog.upload(VEHICLE.value(), name).isPresent());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
