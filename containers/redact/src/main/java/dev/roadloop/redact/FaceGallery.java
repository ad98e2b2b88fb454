package dev.roadloop.redact;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.redact.CanarySample.Face;
import dev.roadloop.redact.RedactedFrame.Box;
import dev.roadloop.vision.Picture;
import dev.roadloop.vision.PictureException;
import dev.roadloop.vision.PixelBox;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Faces to try a detector with: those that the user gave, or where there are none, those that the
/// detector found in the drive itself. The latter are easy ones, since it found them.
final class FaceGallery {

    /// Where users put faces, in the gold bucket: JPEG or PNG, one face filling each.
    static final String GIVEN = "policies/redaction/faces/";

    /// The source of faces that are the drive's own.
    static final String DRIVE = "drive";

    private static final Logger LOG = LoggerFactory.getLogger(FaceGallery.class);
    private static final int MOST_GIVEN = 64;
    private static final int MAX_BYTES = 8 << 20;

    private FaceGallery() {}

    /// The faces, those that were given before all others.
    static List<Canary> of(Bucket gold, CanarySample sample) {
        List<Canary> given = given(gold);
        return given.isEmpty() ? ofDrive(sample) : given;
    }

    private static List<Canary> given(Bucket gold) {
        List<Canary> faces = new ArrayList<>();
        List<String> keys = gold.list(GIVEN).map(StoredObject::key).limit(MOST_GIVEN).toList();
        for (String key : keys) {
            byte[] encoded = gold.get(key, MAX_BYTES).orElse(new byte[0]);
            try (Picture picture = Picture.decode(encoded)) {
                faces.add(new Canary("face", "given", Pixels.of(picture), true));
            } catch (PictureException e) {
                LOG.warn("{} is no face to try with: {}", gold.at(key), e.getMessage());
            }
        }
        return faces;
    }

    /// The faces of the drive itself.
    static List<Canary> ofDrive(CanarySample sample) {
        List<Canary> faces = new ArrayList<>();
        for (Face face : sample.faces()) {
            CanarySample.Taken taken = sample.get(face.frame());
            try (Picture picture = PictureRedaction.open(taken.topic(), taken.message().get())) {
                Box box = face.box();
                PixelBox place = new PixelBox(box.x(), box.y(), box.w(), box.h());
                Pixels art = Pixels.of(picture).scaled(place, box.w(), box.h());
                faces.add(new Canary("face", DRIVE, art, true));
            } catch (UnusablePicture e) {
                throw new IllegalStateException(
                        face.frame() + " was looked at before and cannot be opened now", e);
            }
        }
        return faces;
    }
}
