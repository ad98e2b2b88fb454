package dev.roadloop.evaluate.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.evaluate.coco.CocoFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/// What must hold for any set.
class InvariantsTest {
    private Path folder = Path.of("");

    @BeforeProperty
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("invariants");
    }

    @AfterProperty
    void removeFolder() throws IOException {
        for (String name : List.of("truth.json", "found.json")) {
            Files.deleteIfExists(folder.resolve(name));
        }
        Files.delete(folder);
    }

    @Property(tries = 40, seed = "20261121")
    void theOrderOfEntriesDoesNotMatterWhereScoresDiffer(
            @ForAll @IntRange(min = 1, max = 100_000) int seed) throws IOException {
        RandomSets set = withDistinctScores(RandomSets.make(seed));
        CocoNumbers before = evaluate(set).numbers();
        Random random = new Random(seed);

        shuffle((ArrayNode) set.truth().get("images"), random);
        shuffle((ArrayNode) set.truth().get("annotations"), random);
        shuffle((ArrayNode) set.truth().get("categories"), random);
        shuffle(set.detections(), random);

        CocoNumbers after = evaluate(set).numbers();
        for (CocoMetric metric : CocoMetric.values()) {
            assertThat(after.get(metric)).isCloseTo(before.get(metric), within(1e-12));
        }
    }

    @Property(tries = 40, seed = "20261121")
    void perfectDetectionsGiveOne(@ForAll @IntRange(min = 1, max = 100_000) int seed)
            throws IOException {
        RandomSets set = RandomSets.make(seed);
        set.detections().removeAll();
        int id = 1;
        for (JsonNode label : set.truth().get("annotations")) {
            ((ObjectNode) label).put("iscrowd", 0).put("id", id++);
            set.detections()
                    .addObject()
                    .put("score", 0.5)
                    .put("image_id", label.get("image_id").asInt())
                    .put("category_id", label.get("category_id").asInt())
                    .set("bbox", label.get("bbox").deepCopy());
        }
        removeStrays(set);

        CocoNumbers numbers = evaluate(set).numbers();

        if (numbers.get(CocoMetric.AP) != CocoNumbers.ABSENT) {
            assertThat(numbers.get(CocoMetric.AP)).isCloseTo(1, within(1e-12));
            assertThat(numbers.get(CocoMetric.AR_100)).isEqualTo(1);
        }
    }

    @Property(tries = 40, seed = "20261121")
    void inventionsBelowAllOtherScoresNeverRaisePrecision(
            @ForAll @IntRange(min = 1, max = 100_000) int seed) throws IOException {
        RandomSets set = withDistinctScores(RandomSets.make(seed));
        CocoNumbers before = evaluate(set).numbers();
        for (JsonNode image : set.truth().get("images")) {
            ObjectNode invented =
                    set.detections()
                            .addObject()
                            .put("score", -1)
                            .put("image_id", image.get("id").asInt())
                            .put("category_id", 1);
            invented.putArray("bbox").add(5000).add(5000).add(50).add(50);
        }

        CocoNumbers after = evaluate(set).numbers();

        for (CocoMetric metric : CocoMetric.values()) {
            assertThat(after.get(metric)).isLessThanOrEqualTo(before.get(metric));
        }
    }

    @Property(tries = 40, seed = "20261121")
    void anImageThatCountsTwiceIsAnImageThatIsThereTwice(
            @ForAll @IntRange(min = 1, max = 100_000) int seed) throws IOException {
        RandomSets set = withDistinctScores(RandomSets.make(seed));
        for (JsonNode label : set.truth().get("annotations")) {
            ((ObjectNode) label).put("id", label.get("id").asInt() + 1);
        }
        CocoEvaluation single = evaluate(set);
        Random random = new Random(seed);
        int[] weights = new int[single.images()];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextInt(4);
        }

        CocoNumbers weighted = single.weighted(weights).overall();

        CocoNumbers repeated = evaluate(repeated(set, weights)).numbers();
        for (CocoMetric metric : CocoMetric.values()) {
            assertThat(weighted.get(metric))
                    .as(metric.label())
                    .isCloseTo(repeated.get(metric), within(1e-12));
        }
    }

    @Property(tries = 40, seed = "20261121")
    void aRestrictedEvaluationHasTheNumbersOfItsSlice(
            @ForAll @IntRange(min = 1, max = 100_000) int seed) throws IOException {
        CocoEvaluation whole = evaluate(RandomSets.make(seed));
        BitSet slice = new BitSet();
        Random random = new Random(seed);
        for (int i = 0; i < whole.images(); i++) {
            slice.set(i, random.nextBoolean());
        }
        assertThat(whole.restrictedTo(slice).numbers()).isEqualTo(whole.numbers(slice));
    }

    private CocoEvaluation evaluate(RandomSets set) throws IOException {
        CocoFiles files = set.write(folder);
        return CocoEvaluation.match(files.truth(), files.detections().getFirst());
    }

    private static RandomSets withDistinctScores(RandomSets set) {
        int count = set.detections().size();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(count));
        for (int i = 0; i < count; i++) {
            ((ObjectNode) set.detections().get(i)).put("score", (order.get(i) + 1.0) / (count + 1));
        }
        return set;
    }

    private static void removeStrays(RandomSets set) {
        ArrayNode annotations = (ArrayNode) set.truth().get("annotations");
        for (int i = annotations.size() - 1; i >= 0; i--) {
            if (annotations.get(i).get("id").asInt() > 0
                    && annotations.get(i).get("image_id").asInt() == 3) {
                annotations.remove(i);
                set.detections().remove(i);
            }
        }
    }

    private static void shuffle(ArrayNode array, Random random) {
        List<JsonNode> entries = new ArrayList<>();
        array.forEach(entries::add);
        Collections.shuffle(entries, random);
        array.removeAll();
        array.addAll(entries);
    }

    /// Each image as often as its weight says, under ids of its own.
    private static RandomSets repeated(RandomSets set, int[] weights) {
        ObjectNode truth = set.truth().deepCopy();
        ArrayNode images = truth.putArray("images");
        ArrayNode annotations = truth.putArray("annotations");
        ArrayNode detections = set.detections().deepCopy();
        detections.removeAll();
        List<JsonNode> sorted = new ArrayList<>();
        set.truth().get("images").forEach(sorted::add);
        sorted.sort((a, b) -> a.get("id").asInt() - b.get("id").asInt());
        for (int i = 0; i < weights.length; i++) {
            int id = sorted.get(i).get("id").asInt();
            for (int copy = 0; copy < weights[i]; copy++) {
                int copyId = id * 10 + copy;
                images.addObject().put("id", copyId);
                for (JsonNode label : set.truth().get("annotations")) {
                    if (label.get("image_id").asInt() == id) {
                        ObjectNode another = label.deepCopy();
                        annotations.add(
                                another.put("image_id", copyId)
                                        .put("id", label.get("id").asInt() * 10 + copy));
                    }
                }
                for (JsonNode detection : set.detections()) {
                    if (detection.get("image_id").asInt() == id) {
                        ObjectNode another = detection.deepCopy();
                        detections.add(another.put("image_id", copyId));
                    }
                }
            }
        }
        return new RandomSets(truth, detections);
    }
}
