package dev.roadloop.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.DatasetKeys;
import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.CallerException;
import dev.roadloop.domain.DatasetName;
import dev.roadloop.freeze.BuildDataset;
import dev.roadloop.freeze.BuildOutcome;
import dev.roadloop.freeze.BuildRequest;
import dev.roadloop.freeze.DatasetFolder;
import dev.roadloop.freeze.PublishDataset;
import dev.roadloop.freeze.PublishDataset.Published;
import dev.roadloop.freeze.dvc.DvcRemote;
import dev.roadloop.freeze.split.SplitPlan;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.eclipse.jgit.api.Git;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/// Versions in the S3 of the embedded mode.
@Tag("slow")
class PublishDatasetTest {
    private static final String CONTENTS = "dvc/files/md5/";

    @TempDir private Path folder;

    private LocalBuckets buckets;
    private Bucket gold;

    @BeforeEach
    void start() throws IOException {
        buckets = new LocalBuckets(folder, "gold");
        gold = buckets.bucket("gold");
    }

    @AfterEach
    void stop() {
        buckets.close();
    }

    @Test
    void aVersionCanBeFetchedByItsContentsAlone() throws Exception {
        DatasetManifest manifest = build("street", labels("a", 1, 2));

        assertThat(publish("street", manifest)).isEqualTo(new Published(4, 0));

        DatasetManifest stored =
                Json.read(
                        gold.get(DatasetKeys.manifest(manifest.name(), manifest.version()), 1 << 20)
                                .orElseThrow(),
                        DatasetManifest.class,
                        "manifest");
        assertThat(stored).isEqualTo(manifest);
        for (DatasetSample sample : stored.samples()) {
            assertThat(gold.sha256(DatasetKeys.object(sample.md5()), null))
                    .contains(sample.sha256());
        }
        Path bundle = folder.resolve("repository.bundle");
        Files.write(
                bundle, gold.get(DatasetKeys.repository(manifest.name()), 1 << 20).orElseThrow());
        try (Git clone =
                Git.cloneRepository()
                        .setURI(bundle.toUri().toString())
                        .setDirectory(folder.resolve("clone").toFile())
                        .call()) {
            assertThat(clone.tagList().call())
                    .singleElement()
                    .satisfies(tag ->
                            assertThat(tag.getName()).endsWith("/" + DatasetFolder.tag(manifest)));
            assertThat(folder.resolve("clone/street.dvc")).exists();
            assertThat(folder.resolve("clone/.dvc/config"))
                    .content()
                    .contains("url = s3://gold/dvc\n")
                    .contains("endpointurl = http://127.0.0.1:");
        }
    }

    @Test
    void whatIsThereIsNotSentAgain() throws IOException {
        Path labels = labels("a", 1, 2);
        publish("street", build("street", labels));
        long contents = contents();

        assertThat(publish("street", build("street", labels))).isEqualTo(new Published(0, 4));
        assertThat(publish("street", build("street", labels, labels("b", 3))))
                .isEqualTo(new Published(3, 2));
        assertThat(contents()).isEqualTo(contents + 3);
    }

    @Test
    void whoDoesNotKnowTheVersionsOfAnotherDoesNotHideThem() throws IOException {
        DatasetManifest mine = build("street", labels("a", 1, 2));
        DatasetManifest others = build("elsewhere/street", labels("b", 3));
        publish("elsewhere/street", others);

        assertThatExceptionOfType(CallerException.class)
                .isThrownBy(() -> publish("street", mine))
                .withMessageContaining("found " + DatasetFolder.tag(others));
    }

    @Test
    void whoFindsOnlyWhatHeWroteHimselfHasPublished() throws IOException {
        S3Client s3 = buckets.s3();
        gold =
                new Bucket(
                        (S3Client)
                                Proxy.newProxyInstance(
                                        getClass().getClassLoader(),
                                        new Class<?>[] {S3Client.class},
                                        (proxy, method, args) -> {
                                            try {
                                                if (method.getName().equals("putObject")) {
                                                    method.invoke(s3, args);
                                                }
                                                return method.invoke(s3, args);
                                            } catch (InvocationTargetException e) {
                                                throw e.getCause();
                                            }
                                        }),
                        "gold");

        publish("street", build("street", labels("a", 1)));
        DatasetManifest second = build("street", labels("a", 1), labels("b", 2));
        publish("street", second);

        assertThat(gold.find(DatasetKeys.manifest(second.name(), second.version()))).isPresent();
    }

    private long contents() {
        try (Stream<StoredObject> objects = gold.list(CONTENTS)) {
            return objects.count();
        }
    }

    private Published publish(String name, DatasetManifest manifest) throws IOException {
        try (DatasetFolder dataset = DatasetFolder.existing(folder.resolve(name))) {
            return new PublishDataset(gold, "dvc/", (step, done, all) -> {})
                    .publish(dataset, manifest, Map.of());
        }
    }

    private DatasetManifest build(String out, Path... labels) throws IOException {
        BuildOutcome outcome =
                new BuildDataset(folder.resolve(out), Clock.systemUTC(), 2, (step, done, all) -> {})
                        .build(
                                new BuildRequest(
                                        new DatasetName("street"),
                                        false,
                                        List.of(labels),
                                        null,
                                        SplitPlan.DEFAULT,
                                        -1,
                                        List.of(),
                                        List.of(),
                                        Map.of(),
                                        new DvcRemote(
                                                "s3://gold/dvc", buckets.endpoint().toString())));
        assertThat(outcome).isInstanceOf(BuildOutcome.Frozen.class);
        return ((BuildOutcome.Frozen) outcome).manifest();
    }

    /// Pictures of one colour each, in a folder of their own.
    private Path labels(String name, int... colours) throws IOException {
        Path labels = Files.createDirectories(folder.resolve("labels").resolve(name));
        StringBuilder images = new StringBuilder();
        for (int colour : colours) {
            BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
            image.setRGB(colour, colour, 0xff0000);
            ImageIO.write(image, "png", labels.resolve(colour + ".png").toFile());
            images.append(images.isEmpty() ? "" : ",")
                    .append("{\"id\":%d,\"file_name\":\"%d.png\"}".formatted(colour, colour));
        }
        Files.writeString(
                labels.resolve("labels.json"),
                "{\"categories\":[{\"id\":1,\"name\":\"car\"}],\"annotations\":[],\"images\":["
                        + images
                        + "]}");
        return labels;
    }
}
