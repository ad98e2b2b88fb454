package dev.roadloop.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.GeoPoint;
import dev.roadloop.domain.Sha256;
import dev.roadloop.domain.mask.RunLengths;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetManifestTest {
    private static final DatasetName NAME = new DatasetName("street");
    private static final List<String> CLASSES = List.of("car", "pedestrian");
    private static final LabelledBox BOX = new LabelledBox(1, 2.5, 0, 7.5, 8, false);

    @Test
    void writesWhatItReads() {
        DatasetManifest manifest =
                DatasetManifest.of(
                        NAME,
                        false,
                        CLASSES,
                        List.of(sample("images/a é/1.jpg", DatasetSplit.TRAIN)));

        String json = Json.text(manifest);

        assertThat(json)
                .startsWith(
                        "{\"name\":\"street\",\"version\":\""
                                + manifest.version()
                                + "\",\"golden\":false,\"classes\":[\"car\",")
                .contains("\"split\":\"train\"")
                .contains(
                        "\"boxes\":[{\"classIndex\":1,\"x\":2.5,\"y\":0.0,\"w\":7.5,\"h\":8.0,\"crowd\":false}]");
        assertThat(Json.read(json, DatasetManifest.class, "manifest")).isEqualTo(manifest);
        assertThat(manifest.counts()).containsExactly(Map.entry(DatasetSplit.TRAIN, 1));
    }

    @Test
    void aManifestWithoutAreasSaysNothingOfThem() {
        DatasetSample sample = sample("images/a/1.jpg", DatasetSplit.TRAIN);
        DatasetManifest without = DatasetManifest.of(NAME, false, CLASSES, List.of(sample));
        DatasetManifest with =
                DatasetManifest.of(NAME, false, CLASSES, List.of("road"), List.of(sample));

        assertThat(Json.text(without)).doesNotContain("areas");
        assertThat(Json.text(with)).contains("\"areas\":[\"road\"]");
        assertThat(with.version()).isNotEqualTo(without.version());
        assertThat(Json.read(Json.text(with), DatasetManifest.class, "manifest")).isEqualTo(with);
    }

    @Test
    void anAreaIsOneOfItsPicture() {
        DatasetSample sample = sample("images/a/1.jpg", DatasetSplit.TRAIN);
        int pixels = sample.width() * sample.height();
        String whole = RunLengths.of(sample.height(), sample.width(), pixel -> pixel >= 0).text();
        DatasetSample labelled = withAreas(sample, new LabelledArea(0, whole, null));

        assertThat(labelled.areas().getFirst().inside(sample.height(), sample.width()).area())
                .isEqualTo(pixels);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatasetManifest.of(NAME, false, CLASSES, List.of(labelled)))
                .withMessageContaining("expected one of 0 areas, found 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> withAreas(sample, new LabelledArea(0, "1", null)))
                .withMessageContaining("images/a/1.jpg: area 0: expected runs over");
    }

    private static DatasetSample withAreas(DatasetSample sample, LabelledArea... areas) {
        return new DatasetSample(
                sample.path(),
                sample.sha256(),
                sample.md5(),
                sample.bytes(),
                sample.width(),
                sample.height(),
                sample.split(),
                sample.slices(),
                sample.drive(),
                sample.time(),
                sample.place(),
                sample.lookHash(),
                sample.boxes(),
                List.of(areas));
    }

    @Test
    void theVersionIsTheDigestOfTheRestOfTheDocument() {
        DatasetManifest manifest =
                DatasetManifest.of(
                        NAME, true, CLASSES, List.of(sample("images/a/1.jpg", DatasetSplit.TEST)));

        String rest =
                Json.text(manifest).replace("\"version\":\"" + manifest.version() + "\",", "");

        assertThat(manifest.version())
                .isEqualTo(Sha256.of(rest.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(manifest.digest());
    }

    @Test
    void anotherBoxIsAnotherVersion() {
        DatasetSample one = sample("images/a/1.jpg", DatasetSplit.TRAIN);
        DatasetSample other = sample("images/a/1.jpg", DatasetSplit.VAL);

        assertThat(DatasetManifest.of(NAME, false, CLASSES, List.of(one)).version())
                .isNotEqualTo(DatasetManifest.of(NAME, false, CLASSES, List.of(other)).version());
    }

    @Test
    void aGoldenSetHasNothingToTrainOn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        DatasetManifest.of(
                                NAME,
                                true,
                                CLASSES,
                                List.of(sample("images/a/1.jpg", DatasetSplit.TRAIN))))
                .withMessageContaining("golden set street: images/a/1.jpg");
    }

    @Test
    void refusesBoxesOfClassesThatAreNotThere() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        DatasetManifest.of(
                                NAME,
                                false,
                                List.of("car"),
                                List.of(sample("images/a/1.jpg", DatasetSplit.TRAIN))))
                .withMessageContaining("expected a class of 0 to 0, found 1");
    }

    @Test
    void refusesTheSamePathTwice() {
        DatasetSample one = sample("images/a/1.jpg", DatasetSplit.TRAIN);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatasetManifest.of(NAME, false, CLASSES, List.of(one, one)))
                .withMessageContaining("ascending order");
    }

    @Property(seed = "20261121")
    void pathsAreOrderedByCodePoints(@ForAll String a, @ForAll String b) {
        assertThat(Integer.signum(DatasetPaths.compare(a, b)))
                .isEqualTo(
                        Integer.signum(
                                Arrays.compare(
                                        a.codePoints().toArray(), b.codePoints().toArray())));
    }

    @Test
    void anEmojiComesBehindPrivateCharacters() {
        assertThat(DatasetPaths.compare("\ud83d\ude00", "\ue000")).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/etc/passwd", "../a.jpg", "a//b.jpg", "a/./b", "a\\b", "a\nb", "\ud83d"})
    void refusesPathsThatMeanAnotherFileSomewhere(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> sample(path, DatasetSplit.TRAIN))
                .withMessageContaining("path \"");
    }

    @Test
    void refusesABoxOutsideItsPicture() {
        assertThatExceptionOfType(MalformedJsonException.class)
                .isThrownBy(() ->
                        Json.read(
                                Json.text(sample("images/a/1.jpg", DatasetSplit.TRAIN))
                                        .replace("\"w\":7.5", "\"w\":7.6"),
                                DatasetSample.class,
                                "sample"))
                .withMessageContaining("images/a/1.jpg: expected boxes within 10x8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Street", "a..b", "a.lock", "-a", "a/b", "a."})
    void refusesNamesThatGitOrKeysCannotHave(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DatasetName(name))
                .withMessageContaining("not a dataset name: \"" + name + "\"");
    }

    private static DatasetSample sample(String path, DatasetSplit split) {
        return new DatasetSample(
                path,
                new Sha256("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
                "900150983cd24fb0d6963f7d28e17f72",
                3,
                10,
                8,
                split,
                List.of("night"),
                "drive-1",
                Instant.parse("2026-05-01T10:00:00Z"),
                new GeoPoint(49, 8.4),
                "00ff00ff00ff00ff",
                List.of(BOX),
                List.of());
    }
}
