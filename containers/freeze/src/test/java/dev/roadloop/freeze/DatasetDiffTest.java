package dev.roadloop.freeze;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.LabelledBox;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.domain.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetDiffTest {

    @Test
    void versionsThatDifferInAnythingAreNotTheSame() {
        DatasetManifest version = version(List.of(), "a", "night");

        assertThat(DatasetDiff.of(version, version).isEmpty()).isTrue();
        assertThat(DatasetDiff.of(version, version(List.of(), "a", "rain")).otherDetails())
                .containsExactly("images/l/1.png");
        assertThat(DatasetDiff.of(version, version(List.of(), "b", "night")).otherDetails())
                .containsExactly("images/l/1.png");
        DatasetDiff areas = DatasetDiff.of(version, version(List.of("road"), "a", "night"));
        assertThat(areas.addedAreas()).containsExactly("road");
        assertThat(areas.isEmpty()).isFalse();
        assertThat(areas.otherDetails()).isEmpty();
    }

    @Test
    void thePositionOfAClassIsNoChange() {
        DatasetSample car = sample("a", "night", 0);
        DatasetSample same = sample("a", "night", 1);

        assertThat(
                        DatasetDiff.of(
                                        manifest(List.of("car", "van"), List.of(), car),
                                        manifest(List.of("van", "car"), List.of(), same))
                                .isEmpty())
                .isTrue();
    }

    private static DatasetManifest version(List<String> areas, String drive, String slice) {
        return manifest(List.of("car"), areas, sample(drive, slice, 0));
    }

    private static DatasetManifest manifest(
            List<String> classes, List<String> areas, DatasetSample sample) {
        return DatasetManifest.of(
                new DatasetName("street"), false, classes, areas, List.of(sample));
    }

    private static DatasetSample sample(String drive, String slice, int classIndex) {
        return new DatasetSample(
                "images/l/1.png",
                Sha256.of("1".getBytes(StandardCharsets.UTF_8)),
                "0".repeat(32),
                1,
                64,
                48,
                DatasetSplit.TRAIN,
                List.of(slice),
                drive,
                null,
                null,
                "0".repeat(16),
                List.of(new LabelledBox(classIndex, 1, 1, 9, 9, false)),
                List.of());
    }
}
