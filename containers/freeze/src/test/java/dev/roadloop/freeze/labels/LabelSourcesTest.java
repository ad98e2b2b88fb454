package dev.roadloop.freeze.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.LabelledBox;
import dev.roadloop.domain.CallerException;
import dev.roadloop.freeze.TestLabels;
import dev.roadloop.freeze.picture.KnownPictures;
import dev.roadloop.freeze.picture.PictureIndex;
import dev.roadloop.freeze.picture.PictureScan;
import dev.roadloop.simdrive.DriveGenerator;
import dev.roadloop.simdrive.DriveSpec;
import dev.roadloop.simdrive.Scenario;
import dev.roadloop.simdrive.world.CameraModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelSourcesTest {
    @TempDir private Path folder;

    private final Faults faults = new Faults();

    @Test
    void readsCocoWithDrivesTimesAndTags() throws IOException {
        LabelSource source = read(TestLabels.coco(folder.resolve("Berlin 1"), 1, "a", "b"));

        assertThat(source.name()).isEqualTo("berlin-1");
        assertThat(source.classes()).containsExactly("car", "pedestrian");
        assertThat(source.pictures()).hasSize(10);
        LabelledPicture first = source.pictures().getFirst();
        assertThat(first.name()).isEqualTo("a é-0.jpg");
        assertThat(first.drive()).isEqualTo("a");
        assertThat(first.time()).isEqualTo(Instant.parse("2026-05-01T10:00:01Z"));
        assertThat(first.tags()).containsExactly("night");
        assertThat(first.labels())
                .containsExactly(
                        new SourceLabel(
                                "labels.json: annotations[0]", "car", 1.5, 2, 10, 20.25, false));
        assertThat(faults.listed()).isEmpty();
    }

    @Test
    void listsEveryFaultOfACocoFile() throws IOException {
        TestLabels.picture(folder.resolve("images/a.jpg"), 20, 10, 1);
        TestLabels.picture(folder.resolve("cut.jpg"), 200, 100, 1);
        byte[] whole = Files.readAllBytes(folder.resolve("cut.jpg"));
        Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(whole, whole.length / 2));
        Files.writeString(folder.resolve("text.jpg"), "no picture");
        Files.writeString(
                folder.resolve("labels.json"),
                """
                {"images":[{"id":1,"file_name":"a.jpg","width":20,"height":10},
                 {"id":1,"file_name":"b.jpg"},{"id":2,"file_name":"a.jpg"},
                 {"id":3,"file_name":"gone.jpg"},{"id":4,"file_name":"cut.jpg"},
                 {"id":5,"file_name":"text.jpg"},{"id":6,"file_name":"../../etc/passwd"},
                 {"id":"7","file_name":"c.jpg"}, 8,
                 {"id":9,"file_name":"images/a.jpg","latitude":49.5}],
                 "categories":[{"id":1,"name":"car"},{"id":1,"name":"bus"},{"id":2,"name":"ghost"},
                  {"id":3,"name":"two\\nlines"}],
                 "annotations":[{"id":1,"image_id":1,"category_id":1,"bbox":[1,1,5,5]},
                 {"id":1,"image_id":1,"category_id":1,"bbox":[1,1,5,5]},
                 {"id":2,"image_id":99,"category_id":1,"bbox":[1,1,5,5]},
                 {"id":3,"image_id":1,"category_id":98,"bbox":[1,1,5,5]},
                 {"id":4,"image_id":1,"category_id":1,"bbox":[18,1,5,5]},
                 {"id":5,"image_id":1,"category_id":1,"bbox":[1,1,0,5]},
                 {"id":6,"image_id":1,"category_id":1,"bbox":[1,1,5]},
                 {"id":7,"image_id":1,"category_id":1,"bbox":[1,1,"x",5]},
                 {"id":8,"image_id":1,"category_id":2,"bbox":[1,1,5,5]},
                 {"id":9,"image_id":1,"category_id":1,"bbox":[15.5,1,5,5],"iscrowd":3}]}
                {"images":[],"categories":[],"annotations":[]}
                """);

        samples(folder, new Ontology(List.of(new Ontology.OntologyClass("car", null)), List.of()));

        assertThat(faults.listed())
                .extracting(fault -> fault.code() + " " + fault.where())
                .containsExactlyInAnyOrder(
                        "ID_TWICE labels.json: images[1]",
                        "ID_TWICE labels.json: images[2]",
                        "FIELD_INVALID labels.json: images[6]",
                        "FIELD_INVALID labels.json: images[7]",
                        "FIELD_INVALID labels.json: images[8]",
                        "FIELD_INVALID labels.json: images[9]",
                        "FIELD_INVALID labels.json: categories[3]",
                        "FILE_MALFORMED " + folder.resolve("labels.json"),
                        "ID_TWICE labels.json: categories[1]",
                        "ID_TWICE labels.json: annotations[1]",
                        "REFERENCE_UNKNOWN labels.json: annotations[2]",
                        "REFERENCE_UNKNOWN labels.json: annotations[3]",
                        "FIELD_INVALID labels.json: annotations[6]",
                        "FIELD_INVALID labels.json: annotations[7]",
                        "FIELD_INVALID labels.json: annotations[9]",
                        "BOX_OUTSIDE labels.json: annotations[4]",
                        "BOX_EMPTY labels.json: annotations[5]",
                        "CLASS_UNKNOWN labels.json: annotations[8]",
                        "PICTURE_MISSING " + name() + "/gone.jpg",
                        "PICTURE_UNDECODABLE " + name() + "/cut.jpg",
                        "PICTURE_UNDECODABLE " + name() + "/text.jpg");
    }

    @Test
    void readsAreasHoweverTheyAreWritten() throws IOException {
        List<DatasetSample> samples =
                samples(TestLabels.cocoWithAreas(folder.resolve("x"), 1, "a"), null);

        assertThat(faults.listed()).isEmpty();
        assertThat(samples)
                .extracting(sample ->
                        sample.areas().stream()
                                .map(area ->
                                        area.inside(48, 64).area()
                                                + "-"
                                                + area.ignored(48, 64).area())
                                .toList())
                .containsExactly(
                        List.of("1536-0"),
                        List.of("1024-0"),
                        List.of("72-16"),
                        List.of("0-0"),
                        List.of());
        // An area has no box, and is no class.
        assertThat(samples).allSatisfy(sample -> assertThat(sample.boxes()).hasSize(1));
    }

    @Test
    void listsEveryFaultOfAreas() throws IOException {
        TestLabels.picture(folder.resolve("a.jpg"), 20, 10, 1);
        Files.writeString(
                folder.resolve("labels.json"),
                """
                {"images":[{"id":1,"file_name":"a.jpg","width":20,"height":10}],
                 "categories":[{"id":1,"name":"car"},{"id":2,"name":"road","isthing":0},
                 {"id":3,"name":"moon","isthing":0}],
                 "annotations":[{"id":1,"image_id":1,"category_id":2,"bbox":[1,1,5,5]},
                 {"id":2,"image_id":1,"category_id":2,"segmentation":{"size":[11,20],"counts":[220]}},
                 {"id":3,"image_id":1,"category_id":2,"segmentation":{"size":[10,20],"counts":[199]}},
                 {"id":4,"image_id":1,"category_id":2,"segmentation":[[1,2,3,4],[1,2,3]],"iscrowd":0},
                 {"id":5,"image_id":1,"category_id":2,"segmentation":{"size":[99999,99999],"counts":"1"}},
                 {"id":6,"image_id":1,"category_id":2,"segmentation":{"size":[10,20],"counts":[["x"],7]}},
                 {"id":7,"image_id":9,"category_id":2,"segmentation":{"size":[10,20],"counts":[200]}},
                 {"id":8,"image_id":1,"category_id":3,"segmentation":{"size":[10,20],"counts":[200]}},
                 {"id":9,"image_id":1,"category_id":2,"segmentation":{"size":[10,20],"counts":[150,50]}}]}
                """);

        List<DatasetSample> samples =
                samples(
                        folder,
                        new Ontology(
                                List.of(new Ontology.OntologyClass("car", null)),
                                List.of(),
                                List.of(
                                        new Ontology.OntologyClass(
                                                "drivable area", List.of("road")))));

        assertThat(faults.listed())
                .extracting(fault -> fault.code() + " " + fault.where())
                .containsExactlyInAnyOrder(
                        "AREA_INVALID labels.json: annotations[0]",
                        "AREA_INVALID labels.json: annotations[1]",
                        "AREA_INVALID labels.json: annotations[2]",
                        "AREA_INVALID labels.json: annotations[3]",
                        "AREA_INVALID labels.json: annotations[4]",
                        "AREA_INVALID labels.json: annotations[5]",
                        "REFERENCE_UNKNOWN labels.json: annotations[6]",
                        "CLASS_UNKNOWN labels.json: annotations[7]");
        assertThat(samples.getFirst().areas().getFirst().inside(10, 20).area()).isEqualTo(50);
    }

    @Test
    void aTagCannotPassForASliceThatIsDerived() throws IOException {
        Path labels = TestLabels.coco(folder, 1, "a");
        Path file = labels.resolve("labels.json");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("[\"night\"]", "[\"rain\",\"all\",\" class:bus\",\"dark\"]"));

        List<DatasetSample> samples = samples(labels, null);

        assertThat(samples.getFirst().slices())
                .containsExactly("class:car", "rain", "size:small", "source:" + name());
    }

    @Test
    void listsTheFirstThousandFaultsAndCountsAll() {
        for (int i = 0; i < 5_000; i++) {
            faults.add(FaultCode.BOX_EMPTY, "box " + i, "x".repeat(10_000));
        }

        assertThat(faults.listed()).hasSize(Faults.MAX_LISTED);
        assertThat(faults.listed().getFirst().message()).hasSizeLessThan(500);
        assertThat(faults.total()).isEqualTo(5_000);
    }

    @Test
    void readsKittiWithRegionsThatAreNotJudged() throws IOException {
        TestLabels.picture(folder.resolve("image_2/000001.png"), 100, 50, 1);
        Files.createDirectories(folder.resolve("label_2"));
        Files.writeString(
                folder.resolve("label_2/000001.txt"),
                """
                Car 0.88 3 -0.69 0.00 19.47 61.29 40.50 1.60 1.57 3.23 -2.70 1.74 3.68 -1.29
                DontCare -1 -1 -10 80.5 10.25 90.5 20.25 -1 -1 -1 -1000 -1000 -1000 -10
                Van 0 0 0 10 10 nan 20 1 1 1 1 1 1 1
                Car 0 0
                Van 0 0 0 1f 10 0x1p5 20 1 1 1 1 1 1 1
                Van 0 0 0 1e1 .5 20. +20 1 1 1 1 1 1 1 0.9
                """);

        List<DatasetSample> samples = samples(folder, null);

        assertThat(samples).hasSize(1);
        assertThat(samples.getFirst().boxes())
                .containsExactly(
                        new LabelledBox(0, 0, 19.47, 61.29, 40.50 - 19.47, false),
                        new LabelledBox(0, 80.5, 10.25, 10, 10, true),
                        new LabelledBox(1, 80.5, 10.25, 10, 10, true),
                        new LabelledBox(1, 10, 0.5, 10, 19.5, false));
        assertThat(faults.listed())
                .extracting(Fault::where)
                .containsExactly(
                        "label_2/000001.txt: line 3",
                        "label_2/000001.txt: line 4",
                        "label_2/000001.txt: line 5");
    }

    @Test
    @Tag("slow")
    void readsTheGroundTruthOfAGeneratedDriveAndItsFrames() throws IOException {
        Path recording = folder.resolve("night-1.mcap");
        DriveGenerator.generate(
                DriveSpec.of(Scenario.NIGHT, 1, 3).withCamera(CameraModel.front(320, 180)),
                recording,
                done -> {});

        List<DatasetSample> samples = samples(recording, null);

        assertThat(faults.listed()).isEmpty();
        assertThat(samples).hasSize(10);
        assertThat(samples.getFirst().path()).isEqualTo("images/night-1/000000.jpg");
        assertThat(samples.getFirst().drive()).isEqualTo("night-1");
        assertThat(samples.getFirst().width()).isEqualTo(320);
        assertThat(samples.getFirst().slices()).contains("night", "source:night-1");
        assertThat(samples.getFirst().time()).isNotNull();
        assertThat(samples).anySatisfy(sample -> assertThat(sample.boxes()).isNotEmpty());
        assertThat(samples)
                .allSatisfy(sample ->
                        assertThat(sample.areas().getFirst().inside(180, 320).area())
                                .isBetween(180 * 320 / 10L, 180 * 320 / 2L));

        Path truth = folder.resolve("night-1.truth.json");
        String sound = Files.readString(truth);
        int pixels = sound.lastIndexOf("\"pixels\":");
        Files.writeString(
                truth,
                sound.substring(0, pixels).replaceFirst("\"objects\":", "\"things\":")
                        + sound.substring(pixels).replace("\"pixels\":", "\"some\":")
                        + "{}");
        read(recording);
        assertThat(faults.listed())
                .extracting(fault -> fault.code() + " " + fault.message())
                .containsExactly(
                        "FIELD_INVALID objects: expected an array, maybe empty",
                        "FIELD_INVALID expected a class, a count of pixels, and four numbers in"
                                + " visible: left, top, right, bottom",
                        "FILE_MALFORMED expected one document, found more behind it");
    }

    @Test
    void refusesAFolderWithoutLabels() {
        assertThatExceptionOfType(CallerException.class)
                .isThrownBy(() -> read(folder))
                .withMessageContaining("expected labels: one COCO file");
    }

    @Test
    @Tag("slow")
    void anyDamageOfACocoFileEndsInFaultsOrAnIntactReading() throws IOException {
        TestLabels.cocoWithAreas(folder.resolve("x"), 1, "a");
        byte[] sound = Files.readAllBytes(folder.resolve("x/labels.json"));
        Random random = new Random(11);
        for (int round = 0; round < 300; round++) {
            byte[] damaged = sound.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            int length = random.nextBoolean() ? damaged.length : random.nextInt(damaged.length);
            Path one = Files.createDirectories(folder.resolve("d" + round));
            Files.write(one.resolve("labels.json"), Arrays.copyOf(damaged, length));

            Faults found = new Faults();
            LabelSource source =
                    new LabelSources(folder.resolve("scratch"), any -> false)
                            .read(one, found)
                            .getFirst();

            assertThat(found.isEmpty() ? source.pictures().size() : 5).isEqualTo(5);
        }
    }

    private String name() {
        return folder.getFileName().toString().toLowerCase(Locale.ROOT);
    }

    private LabelSource read(Path source) throws IOException {
        return new LabelSources(folder.resolve("scratch"), any -> false)
                .read(source, faults)
                .getFirst();
    }

    private List<DatasetSample> samples(Path source, @Nullable Ontology given) throws IOException {
        List<LabelSource> sources = List.of(read(source));
        List<PictureScan.Outcome> scanned =
                new PictureScan(PictureIndex.open(folder.resolve("index")), KnownPictures.NONE, 2)
                        .scan(
                                sources.getFirst().pictures().stream()
                                        .map(LabelledPicture::file)
                                        .toList(),
                                done -> {});
        Ontology ontology = given == null ? Ontology.of(sources) : given;
        return new Assembly(ontology, faults).samples(sources, scanned);
    }
}
