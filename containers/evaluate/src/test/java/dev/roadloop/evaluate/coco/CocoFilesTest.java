package dev.roadloop.evaluate.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roadloop.domain.CallerException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CocoFilesTest {
    private static final String TRUTH =
            """
            {"info": {"year": 2026, "more": [1, {"a": null}]},
             "annotations": [
               {"id": 1, "image_id": 20, "category_id": 5, "bbox": [1, 2, 3.5, 4], "area": 14,
                "iscrowd": 0, "segmentation": {"counts": "abc", "size": [9, 9]}},
               {"id": 2, "image_id": 10, "category_id": 4, "bbox": [0, 0, 1, 1], "area": 1}],
             "images": [{"id": 20, "file_name": "b.jpg", "width": 64, "height": 48}, {"id": 10}],
             "categories": [{"id": 5, "name": "car"}, {"id": 4, "name": "bus"}]}
            """;
    private static final String FOUND =
            """
            [{"image_id": 20, "category_id": 5, "bbox": [1, 2, 3, 4], "score": 0.5},
             {"image_id": 10, "category_id": 99, "bbox": [1, 2, 3, 4], "score": 1}]
            """;

    @TempDir private Path folder;

    @Test
    void readsSectionsInAnyOrderAndSortsByIds() throws IOException {
        CocoFiles files = read(TRUTH, FOUND);

        GroundTruth truth = files.truth();
        assertThat(truth.categoryNames()).containsExactly("bus", "car");
        assertThat(truth.images().id(0)).isEqualTo(10);
        assertThat(truth.imageEntries().get(1)).isEqualTo(new ImageEntry("b.jpg", 64, 48));
        assertThat(truth.annotations().image(0)).isEqualTo(1);
        assertThat(truth.annotations().boxes().width(0)).isEqualTo(3.5);
        Detections found = files.detections().getFirst();
        assertThat(found.category(0)).isEqualTo(1);
        assertThat(found.unknownCategories()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.5}            | NaN}               | detections[0].score | found NaN",
                "0.5}            | 1e999}             | detections[0].score | found 1e999",
                "0.5}            | '\"high\"}'        | detections[0].score | the string \"high\"",
                "'[1, 2, 3, 4]'  | '[1, 2, -3, 4]'    | detections[0].bbox  | a width of 0 or more",
                "'[1, 2, 3, 4]'  | '[1, 2, 3, -1e-9]' | detections[0].bbox  | a height of 0 or"
                        + " more",
                "'[1, 2, 3, 4]'  | '[1, 2, 3]'        | detections[0].bbox  | the end of the array",
                "'[1, 2, 3, 4]'  | '[1, 2, 3, 4, 5]'  | detections[0].bbox  | found 5",
                "'[1, 2, 3, 4]'  | '[1, 2, 3, 1e12]'  | detections[0].bbox  | at most 1e9",
                "'[1, 2, 3, 4]'  | 'null'             | detections[0].bbox  | found null",
                "'\"score\"'     | '\"confidence\"'   | detections[0]       | the field \"score\"",
                "'\"score\": 0.5'| '\"score\": 0.5, \"score\": 0.6' | detections[0].score | twice",
                "'\"image_id\": 20' | '\"image_id\": 20.5' | detections[0].image_id | a whole"
                        + " number",
                "'\"image_id\": 20' | '\"image_id\": 99999999999999999999' | detections[0].image_id"
                        + " | 64 bits",
                "'\"image_id\": 20' | '\"image_id\": 77' | detections[0].image_id | found 77",
                "'[{'            | '{\"results\": [{' | found.json          | an array of"
                        + " detections",
                "' 1}]'          | ' 1'               | detections[1]       | found something else",
                "' 1}]'          | ' 1}] x'           | found.json          | expected JSON",
                "' 1}]'          | ' 1}] []'          | found.json          | the end of the"
                        + " document"
            })
    void refusesBadDetectionsWithFileEntryExpectedAndFound(
            String good, String bad, String where, String what) {
        assertThat(FOUND).contains(good);
        assertThatThrownBy(() -> read(TRUTH, replaceFirst(FOUND, good, bad)))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("found.json")
                .hasMessageContaining(where)
                .hasMessageContaining(what);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"id\": 2,'      | '\"id\": 1,'      | annotations[1].id | which annotations[0]"
                        + " has too",
                "'{\"id\": 10}'    | '{\"id\": 20}'    | images[1].id      | which images[0] has"
                        + " too",
                "'{\"id\": 4,'     | '{\"id\": 5,'     | categories[1].id  | which categories[0]"
                        + " has too",
                "'\"area\": 14'    | '\"size\": 14'    | annotations[0]    | the field \"area\"",
                "'\"area\": 14'    | '\"area\": -14'   | annotations[0].area | found -14",
                "'\"iscrowd\": 0'  | '\"iscrowd\": 2'  | annotations[0].iscrowd | expected 0 or 1",
                "'\"categories\"'  | '\"classes\"'     | truth.json        | the field"
                        + " \"categories\"",
                "'\"images\"'      | '\"annotations\"' | annotations       | twice",
                "'\"width\": 64'   | '\"width\": 9999999' | images[0].width | found 9999999"
            })
    void refusesABadGroundTruthWithFileEntryExpectedAndFound(
            String good, String bad, String where, String what) {
        assertThat(TRUTH).contains(good);
        assertThatThrownBy(() -> read(replaceFirst(TRUTH, good, bad), FOUND))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("truth.json")
                .hasMessageContaining(where)
                .hasMessageContaining(what);
    }

    @Test
    void refusesDeepNestingInsteadOfOverflowing() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThatThrownBy(() -> read(TRUTH, FOUND.replaceFirst("20", deep)))
                .isInstanceOf(CallerException.class);
        assertThatThrownBy(() -> read("{\"info\": " + deep + "}", FOUND))
                .isInstanceOf(CallerException.class);
    }

    @Test
    void anEmptyFileIsNoDocument() {
        assertThatThrownBy(() -> read(TRUTH, ""))
                .isInstanceOf(CallerException.class)
                .hasMessageContaining("found.json")
                .hasMessageContaining("its end");
    }

    @Test
    void aMissingFileIsReportedAsMissing() {
        assertThatThrownBy(() ->
                        CocoFiles.read(
                                Files.writeString(folder.resolve("truth.json"), TRUTH),
                                List.of(folder.resolve("absent.json"))))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("absent.json");
    }

    @Test
    void damagedFilesAreReadOrRefusedButNeverCrash() throws IOException {
        Random random = new Random(4);
        byte[] truth = TRUTH.getBytes(StandardCharsets.UTF_8);
        byte[] found = FOUND.getBytes(StandardCharsets.UTF_8);
        int refused = 0;
        for (int i = 0; i < Integer.getInteger("roadloop.fuzz", 100) * 2; i++) {
            try {
                CocoFiles.read(
                        write("truth.json", damage(truth, random)),
                        List.of(write("found.json", damage(found, random))));
            } catch (CallerException e) {
                assertThat(e).hasMessageContaining(".json: ");
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }

    private static byte[] damage(byte[] good, Random random) {
        byte[] bytes = good.clone();
        for (int i = random.nextInt(3); i > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private static String replaceFirst(String text, String good, String bad) {
        int at = text.indexOf(good);
        return text.substring(0, at) + bad + text.substring(at + good.length());
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private CocoFiles read(String truth, String found) throws IOException {
        return CocoFiles.read(
                write("truth.json", truth.getBytes(StandardCharsets.UTF_8)),
                List.of(write("found.json", found.getBytes(StandardCharsets.UTF_8))));
    }
}
