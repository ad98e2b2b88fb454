package dev.roadloop.freeze;

import static dev.roadloop.freeze.Builds.frozen;
import static dev.roadloop.freeze.Builds.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.TransientException;
import dev.roadloop.freeze.BuildOutcome.Frozen;
import dev.roadloop.freeze.BuildOutcome.Leaking;
import dev.roadloop.freeze.BuildOutcome.Refused;
import dev.roadloop.freeze.split.Leak;
import dev.roadloop.freeze.split.SplitPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildDatasetTest {
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
    void aGoldenSetStaysOneAndNoOtherDatasetBecomesOne() throws IOException {
        Path labels = TestLabels.coco(folder.resolve("labels"), 1, "a");
        Path others = TestLabels.coco(folder.resolve("others"), 2, "b");
        BuildRequest golden = request(true, SplitPlan.DEFAULT, List.of(), labels);
        BuildRequest training = request(labels);
        Frozen first = frozen(build("golden", golden));

        assertThatThrownBy(() -> build("golden", renamed(training, golden)))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("golden is a golden set and stays one");
        frozen(build("street", request(others)));
        assertThatThrownBy(() -> build("street", renamed(golden, training)))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("street is no golden set");
        try (DatasetFolder dataset = DatasetFolder.existing(folder.resolve("golden"))) {
            assertThat(dataset.newest()).contains(first.manifest());
        }
    }

    private static BuildRequest renamed(BuildRequest request, BuildRequest as) {
        return new BuildRequest(
                as.name(),
                request.golden(),
                request.sources(),
                request.ontology(),
                request.plan(),
                request.alikeBits(),
                request.goldenSets(),
                request.indexes(),
                request.stored(),
                request.remote());
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

    /// A copy of the folder has no links from what is checked out to DVC's cache.
    @Test
    void verifyTellsAByteThatChangedWhereAPictureIsCheckedOut() throws IOException {
        Frozen frozen =
                frozen(build("street", request(TestLabels.coco(folder.resolve("labels"), 1, "a"))));
        DatasetSample sample = frozen.manifest().samples().get(2);
        try (DatasetFolder dataset = DatasetFolder.existing(folder.resolve("street"))) {
            Path picture = dataset.checkedOut(sample);
            byte[] content = Files.readAllBytes(picture);
            content[content.length / 2] ^= 1;
            Files.delete(picture);
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
    void aBuildThatFindsAnotherAtWorkLeavesItAlone() throws IOException {
        Path bad = TestLabels.coco(folder.resolve("bad"), 1, "a");
        Files.delete(bad.resolve("a é-3.jpg"));
        Path good = TestLabels.coco(folder.resolve("good"), 2, "b");
        List<Throwable> others = Collections.synchronizedList(new ArrayList<>());

        Frozen frozen =
                frozen(
                        new BuildDataset(
                                        folder.resolve("street"),
                                        Clock.systemUTC(),
                                        2,
                                        (step, done, all) ->
                                                others.add(
                                                        catchThrowable(() ->
                                                                build("street", request(bad)))))
                                .build(request(good)));

        assertThat(others)
                .isNotEmpty()
                .allSatisfy(other ->
                        assertThat(other)
                                .isInstanceOf(TransientException.class)
                                .hasMessageContaining("street: another build is at work here"));
        try (DatasetFolder dataset = DatasetFolder.existing(folder.resolve("street"))) {
            assertThat(VerifyDataset.verify(dataset, frozen.manifest(), 2)).isEmpty();
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

    private BuildOutcome build(String out, BuildRequest request) throws IOException {
        return Builds.build(folder.resolve(out), request);
    }
}
