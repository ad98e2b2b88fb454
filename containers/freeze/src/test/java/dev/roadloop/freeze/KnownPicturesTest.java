package dev.roadloop.freeze;

import static dev.roadloop.freeze.Builds.frozen;
import static dev.roadloop.freeze.Builds.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.freeze.BuildOutcome.Frozen;
import dev.roadloop.simdrive.DriveGenerator;
import dev.roadloop.simdrive.DriveSpec;
import dev.roadloop.simdrive.Scenario;
import dev.roadloop.simdrive.world.CameraModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a build reads and decodes of pictures that somebody has read before.
class KnownPicturesTest {
    @TempDir private Path folder;

    /// As in the cloud, where each build begins with no more than what was published.
    @Test
    void aContentThatAnEarlierVersionHasIsDigestedButNotDecodedAgain() throws IOException {
        Path labels = TestLabels.coco(folder.resolve("1/labels"), 1, "a", "b");
        BufferedImage black = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(black, "jpg", labels.resolve("a é-1.jpg").toFile());
        Frozen first = frozen(build("street", request(labels)));
        Path copy = Files.createDirectories(folder.resolve("2/labels"));
        try (Stream<Path> files = Files.list(labels)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        Files.deleteIfExists(folder.resolve("street/.dvc/tmp/roadloop-pictures-2.jsonl"));
        Path more = TestLabels.coco(folder.resolve("more"), 2, "c");

        Frozen again = frozen(build("street", request(copy)));
        Frozen grown = frozen(build("street", request(labels, more)));

        assertThat(first.decoded()).isEqualTo(10);
        assertThat(first.manifest().samples())
                .filteredOn(sample -> sample.slices().contains("dark"))
                .hasSize(1);
        assertThat(again.read()).isEqualTo(10);
        assertThat(again.decoded()).isZero();
        assertThat(again.manifest()).isEqualTo(first.manifest());
        assertThat(grown.decoded()).isEqualTo(5);
        assertThat(grown.manifest().samples()).containsAll(first.manifest().samples());
    }

    @Test
    void whatImportSawIsNeitherReadNorDecodedByTheFirstBuild() throws IOException {
        Path batch = imported(TestLabels.coco(folder.resolve("labels"), 1, "a", "b"));
        Path changed = imported(TestLabels.coco(folder.resolve("others"), 2, "c"));
        TestLabels.picture(changed.resolve("images/others/c é-3.jpg"), 64, 48, 99);
        Path moved = folder.resolve("moved");
        Frozen unread = frozen(build("street", request(batch)));
        Files.move(batch, moved);

        Frozen undecoded = frozen(build("again/street", request(moved)));
        Frozen one = frozen(build("changed/street", request(changed)));

        assertThat(unread.read()).isZero();
        try (DatasetFolder dataset = DatasetFolder.existing(folder.resolve("street"))) {
            assertThat(VerifyDataset.verify(dataset, unread.manifest(), 2)).isEmpty();
        }
        assertThat(undecoded.read()).isEqualTo(10);
        assertThat(undecoded.decoded()).isZero();
        assertThat(one.read()).isEqualTo(1);
        assertThat(one.decoded()).isEqualTo(1);
        try (DatasetFolder dataset = DatasetFolder.existing(folder.resolve("changed/street"))) {
            assertThat(VerifyDataset.verify(dataset, one.manifest(), 2)).isEmpty();
        }
    }

    @Test
    void whatChangedJustBeforeImportIsReadAgainButNotDecoded() throws IOException {
        Path labels = TestLabels.coco(folder.resolve("labels"), 1, "a");
        Files.setLastModifiedTime(
                labels.resolve("a é-2.jpg"),
                FileTime.from(Instant.now().plus(Duration.ofHours(1))));

        Path batch = imported(labels);
        Frozen frozen = frozen(build("street", request(batch)));
        Files.setLastModifiedTime(
                batch.resolve("images/labels/a é-2.jpg"),
                FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        Frozen second = frozen(build("street", request(batch)));
        Frozen third = frozen(build("street", request(batch)));

        assertThat(frozen.read()).isEqualTo(1);
        assertThat(frozen.decoded()).isZero();
        assertThat(second.read()).isEqualTo(1);
        assertThat(third.read()).as("what the dataset knows counts").isZero();
    }

    /// As on the platform, where a batch is of whoever uploaded it.
    @Test
    void anIndexBesideABatchIsNotBelievedUnlessTheRequestNamesIt() throws IOException {
        Path batch = imported(TestLabels.coco(folder.resolve("labels"), 1, "a"));
        BuildRequest trusting = request(batch);

        Frozen frozen =
                frozen(
                        build(
                                "street",
                                new BuildRequest(
                                        trusting.name(),
                                        false,
                                        trusting.sources(),
                                        null,
                                        trusting.plan(),
                                        trusting.alikeBits(),
                                        List.of(),
                                        List.of(),
                                        Map.of(),
                                        null)));

        assertThat(frozen.decoded()).isEqualTo(5);
    }

    @Test
    @Tag("slow")
    void framesOfARecordingAreNotUnpackedAgainUntilItChanges() throws IOException {
        Path recording = folder.resolve("night.mcap");
        DriveSpec spec = DriveSpec.of(Scenario.NIGHT, 1, 3);
        DriveGenerator.generate(
                spec.withCamera(CameraModel.front(320, 180)), recording, done -> {});
        byte[] sound = Files.readAllBytes(recording);
        FileTime then = FileTime.from(Instant.parse("2026-05-01T08:00:00Z"));
        Files.setLastModifiedTime(recording, then);
        Frozen first = frozen(build("street", request(recording)));
        // Nobody can read this, which looks as if it had not changed.
        Files.write(recording, new byte[sound.length]);
        Files.setLastModifiedTime(recording, then);

        Frozen unread = frozen(build("street", request(recording)));
        Frozen more =
                frozen(
                        build(
                                "street",
                                request(
                                        recording,
                                        TestLabels.coco(folder.resolve("more"), 2, "c"))));
        Files.write(recording, sound);
        Frozen changed = frozen(build("street", request(recording)));

        assertThat(first.read()).isEqualTo(10);
        assertThat(unread.read()).isZero();
        assertThat(unread.manifest()).isEqualTo(first.manifest());
        assertThat(more.read()).isEqualTo(5);
        assertThat(changed.read()).isEqualTo(10);
        assertThat(changed.manifest()).isEqualTo(first.manifest());
        try (DatasetFolder dataset = DatasetFolder.existing(folder.resolve("street"))) {
            assertThat(VerifyDataset.verify(dataset, more.manifest(), 2)).isEmpty();
        }
        assertThat(folder.resolve("street/street/images/night/000009.jpg")).exists();
    }

    private Path imported(Path labels) throws IOException {
        Path batch = labels.resolveSibling("batch of " + labels.getFileName());
        assertThat(
                        ImportLabels.run(
                                        List.of(labels),
                                        null,
                                        labels.resolveSibling("scratch of " + labels.getFileName()),
                                        batch,
                                        2,
                                        (step, done, all) -> {})
                                .faults()
                                .listed())
                .isEmpty();
        return batch;
    }

    private BuildOutcome build(String out, BuildRequest request) throws IOException {
        return Builds.build(folder.resolve(out), request);
    }
}
