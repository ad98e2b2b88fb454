package dev.roadloop.freeze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.freeze.BuildOutcome.Frozen;
import dev.roadloop.freeze.BuildOutcome.Leaking;
import dev.roadloop.freeze.BuildOutcome.Refused;
import dev.roadloop.freeze.dvc.DvcRemote;
import dev.roadloop.freeze.split.Leak;
import dev.roadloop.freeze.split.SplitPlan;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildDatasetTest {
    private static final DatasetName STREET = new DatasetName("street");

    @TempDir private Path folder;

    @Test
    void freezesAVersionThatVerifiesAndIsNotReadTwice() throws IOException {
        Path labels = TestLabels.coco(folder.resolve("labels"), 1, "a", "b", "c", "d");

        Frozen first = frozen(build("street", request(labels)));
        Frozen again = frozen(build("street", request(labels)));

        assertThat(first.fresh()).isTrue();
        assertThat(first.read()).isEqualTo(20);
        assertThat(first.stored()).isEqualTo(22);
        assertThat(again.manifest()).isEqualTo(first.manifest());
        assertThat(again.fresh()).isFalse();
        assertThat(again.read()).isZero();
        assertThat(again.stored()).isZero();
        try (DatasetFolder dataset = DatasetFolder.existing(folder.resolve("street"))) {
            assertThat(dataset.repository().tags()).containsExactly(first.tag());
            assertThat(VerifyDataset.verify(dataset, first.manifest(), 2)).isEmpty();
        }
    }

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

        Frozen frozen = frozen(build("street", request(imported(labels))));

        assertThat(frozen.read()).isEqualTo(1);
        assertThat(frozen.decoded()).isZero();
    }

    @Test
    void goingBackToAnEarlierVersionIsCommittedAndHasItsTag() throws IOException {
        Path labels = TestLabels.coco(folder.resolve("labels"), 1, "a");
        Path more = TestLabels.coco(folder.resolve("more"), 2, "b");
        Frozen first = frozen(build("street", request(labels)));
        frozen(build("street", request(labels, more)));

        Frozen back = frozen(build("street", request(labels)));

        assertThat(back.manifest()).isEqualTo(first.manifest());
        assertThat(back.fresh()).isFalse();
        try (DatasetFolder dataset = DatasetFolder.existing(folder.resolve("street"))) {
            assertThat(dataset.newest()).contains(first.manifest());
            assertThat(dataset.repository().tags()).hasSize(2);
            assertThat(dataset.repository().file("street.dvc", null))
                    .isEqualTo(dataset.repository().file("street.dvc", first.tag()));
        }
    }

    @Test
    void theSameLabelsGiveTheSameVersionAnywhere() throws IOException {
        Frozen one =
                frozen(build("x/street", request(TestLabels.coco(folder.resolve("1/l"), 1, "a"))));
        Frozen other =
                frozen(build("y/street", request(TestLabels.coco(folder.resolve("2/l"), 1, "a"))));

        assertThat(other.manifest()).isEqualTo(one.manifest());
    }

    @Test
    @Tag("slow")
    void anEarlierVersionStaysWhatItWas() throws IOException {
        Path labels = TestLabels.coco(folder.resolve("labels"), 1, "a", "b");
        Frozen first = frozen(build("street", request(labels)));
        TestLabels.picture(labels.resolve("a é-1.jpg"), 64, 48, 99);
        Path more = TestLabels.coco(folder.resolve("more"), 2, "c");

        Frozen second = frozen(build("street", request(labels, more)));

        assertThat(second.read()).isEqualTo(6);
        try (DatasetFolder dataset = DatasetFolder.existing(folder.resolve("street"))) {
            assertThat(dataset.version(first.tag())).isEqualTo(first.manifest());
            assertThat(dataset.newest()).contains(second.manifest());
            assertThat(VerifyDataset.verify(dataset, first.manifest(), 2)).isEmpty();
            assertThat(VerifyDataset.verify(dataset, second.manifest(), 2)).isEmpty();
        }
        DatasetDiff diff = DatasetDiff.of(first.manifest(), second.manifest());
        assertThat(diff.otherPicture()).containsExactly("images/labels/a é-1.jpg");
        assertThat(diff.added()).hasSize(5).allMatch(path -> path.startsWith("images/more/c "));
        assertThat(diff.removed()).isEmpty();
        assertThat(diff.otherSplit()).isEmpty();
    }

    @Test
    void verifyTellsAByteThatChanged() throws IOException {
        Frozen frozen =
                frozen(build("street", request(TestLabels.coco(folder.resolve("labels"), 1, "a"))));
        DatasetSample sample = frozen.manifest().samples().get(2);
        try (DatasetFolder dataset = DatasetFolder.existing(folder.resolve("street"))) {
            Path picture = dataset.picture(sample);
            Files.setPosixFilePermissions(picture, PosixFilePermissions.fromString("rw-r--r--"));
            byte[] content = Files.readAllBytes(picture);
            content[content.length / 2] ^= 1;
            Files.write(picture, content);

            assertThat(VerifyDataset.verify(dataset, frozen.manifest(), 2))
                    .singleElement()
                    .asString()
                    .startsWith(sample.path() + ": expected the SHA-256 " + sample.sha256());
        }
    }

    @Test
    void aBadBatchIsRefusedAndNothingIsWritten() throws IOException {
        Path labels = TestLabels.coco(folder.resolve("labels"), 1, "a");
        Files.delete(labels.resolve("a é-3.jpg"));

        BuildOutcome outcome = build("street", request(labels));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused ->
                                assertThat(refused.faults().listed())
                                        .singleElement()
                                        .satisfies(fault ->
                                                assertThat(fault.where())
                                                        .isEqualTo("labels/a é-3.jpg")));
        assertThat(folder.resolve("street")).doesNotExist();
    }

    @Test
    void aBuildThatComesToNothingLeavesTheFolderAsItWas() throws IOException {
        Path bad = TestLabels.coco(folder.resolve("bad"), 1, "a");
        Files.delete(bad.resolve("a é-3.jpg"));
        Files.createDirectories(folder.resolve("empty"));
        Files.createDirectories(folder.resolve("mine"));
        Files.writeString(folder.resolve("mine/README.md"), "of somebody");

        build("empty", request(bad));
        assertThatThrownBy(() -> build("nothing", request(folder.resolve("no such labels"))))
                .hasMessageContaining("no such labels");
        assertThatThrownBy(() -> build("mine", request(bad))).hasMessageContaining("README.md");

        assertThat(folder.resolve("empty")).isEmptyDirectory();
        assertThat(folder.resolve("nothing")).doesNotExist();
        assertThat(folder.resolve("mine/README.md")).hasContent("of somebody");
        Frozen frozen =
                frozen(build("empty", request(TestLabels.coco(folder.resolve("good"), 1, "a"))));
        build("empty", request(bad));
        try (DatasetFolder dataset = DatasetFolder.existing(folder.resolve("empty"))) {
            assertThat(dataset.newest()).contains(frozen.manifest());
        }
    }

    @Test
    void aLeakFailsTheBuildAndListsThePairs() throws IOException {
        Path labels = TestLabels.coco(folder.resolve("labels"), 1, "a", "b");
        Files.copy(
                labels.resolve("a é-0.jpg"),
                labels.resolve("b é-0.jpg"),
                StandardCopyOption.REPLACE_EXISTING);

        BuildOutcome outcome =
                build(
                        "street",
                        request(
                                false,
                                SplitPlan.DEFAULT.withAssigned(
                                        Map.of("a", DatasetSplit.TRAIN, "b", DatasetSplit.TEST)),
                                List.of(),
                                labels));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Leaking.class,
                        leaking ->
                                assertThat(leaking.leaks().pairs())
                                        .singleElement()
                                        .satisfies(leak -> {
                                            assertThat(leak.kind())
                                                    .isEqualTo(Leak.Kind.SAME_PICTURE);
                                            assertThat(leak.a())
                                                    .isEqualTo("train images/labels/a é-0.jpg");
                                        }));
        assertThat(folder.resolve("street/street.dvc")).doesNotExist();
    }

    @Test
    void aGoldenSetIsKeptOutOfDatasets() throws IOException {
        Path labels = TestLabels.coco(folder.resolve("labels"), 1, "a", "b");
        Frozen golden =
                frozen(build("golden", request(true, SplitPlan.DEFAULT, List.of(), labels)));

        BuildOutcome outcome =
                build(
                        "street",
                        request(
                                false,
                                SplitPlan.DEFAULT,
                                List.of(golden.manifest()),
                                TestLabels.coco(folder.resolve("copy"), 1, "c"),
                                TestLabels.coco(folder.resolve("new"), 5, "d")));

        assertThat(golden.manifest().golden()).isTrue();
        assertThat(golden.manifest().counts()).containsOnlyKeys(DatasetSplit.TEST);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Leaking.class,
                        leaking ->
                                assertThat(leaking.leaks().counts())
                                        .containsEntry(Leak.Kind.SAME_PICTURE, 5L));
    }

    @Test
    void aFolderOfSomethingElseIsLeftAlone() throws IOException {
        Files.createDirectories(folder.resolve("street"));
        Files.writeString(folder.resolve("street/thesis.txt"), "mine");

        assertThatExceptionOfType(CallerException.class)
                .isThrownBy(() ->
                        build("street", request(TestLabels.coco(folder.resolve("l"), 1, "a"))))
                .withMessageContaining("thesis.txt");
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
        Clock clock = Clock.fixed(Instant.parse("2026-05-02T08:00:00Z"), ZoneOffset.UTC);
        return new BuildDataset(folder.resolve(out), clock, 2, (step, done, all) -> {})
                .build(request);
    }

    private static BuildRequest request(Path... sources) {
        return request(false, SplitPlan.DEFAULT, List.of(), sources);
    }

    private static BuildRequest request(
            boolean golden, SplitPlan plan, List<DatasetManifest> sets, Path... sources) {
        @Nullable DvcRemote none = null;
        return new BuildRequest(
                golden ? new DatasetName("golden") : STREET,
                golden,
                List.of(sources),
                null,
                plan,
                4,
                sets,
                Stream.of(sources).map(ImportLabels::index).toList(),
                Map.of(),
                none);
    }

    private static Frozen frozen(BuildOutcome outcome) {
        assertThat(outcome).isInstanceOf(Frozen.class);
        return (Frozen) outcome;
    }
}
