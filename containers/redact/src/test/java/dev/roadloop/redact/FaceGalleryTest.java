package dev.roadloop.redact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.TestAws;
import dev.roadloop.contracts.RedactionReport.LookedWith;
import dev.roadloop.domain.PictureKind;
import dev.roadloop.domain.Sha256;
import dev.roadloop.drivejob.Decoders;
import dev.roadloop.redact.RedactedFrame.Box;
import dev.roadloop.sensorlog.Topic;
import dev.roadloop.vision.Picture;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Where the faces come from that a detector is tried with.
class FaceGalleryTest {

    private static final Sha256 NONE = Sha256.of(new byte[0]);

    private final TestAws aws = new TestAws();

    @AfterEach
    void stop() {
        aws.close();
    }

    private Bucket gold() {
        return new Bucket(aws.clients().s3(), "gold");
    }

    private static Pixels grey(int width, int height, int value) {
        byte[] bgr = new byte[3 * width * height];
        java.util.Arrays.fill(bgr, (byte) value);
        return new Pixels(width, height, bgr);
    }

    /// A drive of a frame for each list of boxes; frame i is of brightness 50 + 40 i.
    private static CanarySample drive(List<List<Box>> boxes) {
        PictureTopic camera =
                PictureTopic.of(
                        new Topic(1, "/camera", "ros1", Scenes.COMPRESSED, Map.of()),
                        PictureKind.COMPRESSED,
                        new Decoders());
        CanarySample sample = new CanarySample(3);
        List<RedactedFrame> frames = new ArrayList<>();
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < boxes.size(); i++) {
            messages.add(Scenes.message(i, Scenes.jpeg(grey(160, 120, 50 + 40 * i))));
            frames.add(
                    RedactedFrame.changed(
                            new FrameKey(0, 1, i, Integer.toHexString(i).repeat(32)),
                            new RedactedFrame.Change(0, 1, NONE, boxes.get(i), false, 0)));
        }
        sample.consider(new RangePart(0, NONE, new LookedWith("made", NONE, ""), frames));
        for (int i = 0; i < frames.size(); i++) {
            sample.offer(frames.get(i).key(), camera, ByteBuffer.wrap(messages.get(i)));
        }
        return sample;
    }

    private static Box face(int height, double score, boolean filled) {
        return new Box("face", 20, 30, height, height, score, filled);
    }

    @Test
    void facesThatTheUserGaveGoBeforeThoseOfTheDrive() {
        try (Picture face = grey(40, 50, 200).picture()) {
            aws.put("gold/" + FaceGallery.GIVEN + "a.png", face.encodePng());
        }
        aws.put("gold/" + FaceGallery.GIVEN + "notes.txt", "no picture");

        List<Canary> faces = FaceGallery.of(gold(), drive(List.of(List.of(face(40, 9, false)))));

        assertThat(faces)
                .singleElement()
                .satisfies(face -> {
                    assertThat(face.kind()).isEqualTo("face");
                    assertThat(face.source()).isEqualTo("given");
                    assertThat(face.art().height()).isEqualTo(50);
                    assertThat(face.art().get(7, 9, 1)).isEqualTo(200);
                });
    }

    @Test
    void withoutThemTheSurestFacesOfTheDriveAreTakenFromItsRawFrames() {
        List<Canary> faces =
                FaceGallery.of(
                        gold(),
                        drive(
                                List.of(
                                        List.of(face(40, 3, false)),
                                        List.of(
                                                face(48, 9, false),
                                                face(31, 10, false),
                                                face(60, 11, true),
                                                new Box("plate", 0, 0, 90, 40, 12, false)),
                                        List.of())));

        assertThat(faces).extracting(Canary::source).containsExactly("drive", "drive");
        assertThat(faces)
                .as("the surer first; none that is small, filled in or a plate")
                .extracting(face -> face.art().height())
                .containsExactly(48, 40);
        assertThat(faces.getFirst().art().get(20, 20, 1)).isBetween(87, 93);
        assertThat(faces.getLast().art().get(20, 20, 1)).isBetween(47, 53);
    }

    @Test
    void ofMoreFacesThanAreNeededTheSurestAreTaken() {
        List<List<Box>> boxes = new ArrayList<>();
        for (int i = 0; i < 2 * CanarySample.MOST_FACES; i++) {
            boxes.add(List.of(face(40 + i, i % 2 == 0 ? i : 100 + i, false)));
        }

        assertThat(FaceGallery.ofDrive(drive(boxes)))
                .hasSize(CanarySample.MOST_FACES)
                .allMatch(face -> face.art().height() % 2 == 1);
    }
}
