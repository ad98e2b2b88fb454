package dev.roadloop.evaluate.job;

import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.domain.CallerException;
import dev.roadloop.evaluate.coco.DetectionsWriter;
import dev.roadloop.evaluate.inference.FoundBox;
import dev.roadloop.evaluate.inference.Look;
import dev.roadloop.evaluate.inference.PackagedModel;
import dev.roadloop.evaluate.robustness.Corruption;
import dev.roadloop.evaluate.robustness.RgbImage;
import dev.roadloop.vision.Picture;
import dev.roadloop.vision.PictureException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes what a model finds in the pictures of a set as COCO has it.
final class Finds {
    private final PackagedModel model;
    private final JudgedSet set;
    private final Workers workers;
    private final int[] category;

    /// @throws CallerException if the model knows other classes than the set
    Finds(PackagedModel model, JudgedSet set, Workers workers) {
        this.model = model;
        this.set = set;
        this.workers = workers;
        if (!new HashSet<>(model.classes()).equals(new HashSet<>(set.classes()))) {
            throw new CallerException(
                    "%s: expected the classes of the set that it is judged by, %s, found %s"
                            .formatted(model.name(), set.classes(), model.classes()));
        }
        this.category = model.classes().stream().mapToInt(set.classes()::indexOf).toArray();
    }

    /// In the pictures as they are.
    ///
    /// @param areas takes what is said about areas; null if nobody asks
    void write(Path file, @Nullable AreaTrial areas) throws IOException {
        write(
                file,
                i -> {
                    DatasetSample sample = set.sample(i);
                    try (Picture picture = decoded(i)) {
                        if (picture.width() != sample.width()
                                || picture.height() != sample.height()) {
                            throw new CallerException(
                                    "%s: labels are for a picture of %dx%d, but it has %dx%d"
                                            .formatted(
                                                    sample.path(),
                                                    sample.width(),
                                                    sample.height(),
                                                    picture.width(),
                                                    picture.height()));
                        }
                        return looked(i, picture, areas);
                    }
                });
    }

    private List<FoundBox> looked(int i, Picture picture, @Nullable AreaTrial areas) {
        Look look = model.look(picture);
        if (areas != null) {
            areas.judge(i, look.areas());
        }
        return look.boxes();
    }

    /// In the pictures spoilt.
    ///
    /// @param areas as above
    void write(Path file, @Nullable AreaTrial areas, Corruption corruption, int severity, long seed)
            throws IOException {
        write(
                file,
                i -> {
                    try (Picture picture = decoded(i)) {
                        RgbImage image =
                                RgbImage.ofBgr(picture.width(), picture.height(), picture.bgr());
                        RgbImage spoilt = corruption.apply(image, severity, seed + i);
                        try (Picture changed =
                                Picture.ofBgr(spoilt.width(), spoilt.height(), spoilt.bgr())) {
                            return looked(i, changed, areas);
                        }
                    }
                });
    }

    private Picture decoded(int i) {
        try {
            return Picture.decode(set.picture(i));
        } catch (PictureException e) {
            throw new CallerException(set.sample(i).path() + ": " + e.getMessage(), e);
        }
    }

    private void write(Path file, Workers.Work<List<FoundBox>> work) throws IOException {
        try (DetectionsWriter out = new DetectionsWriter(file)) {
            workers.each(
                    set.size(),
                    work,
                    (image, boxes) -> {
                        for (FoundBox box : boxes) {
                            out.write(
                                    image,
                                    category[box.label()],
                                    box.left(),
                                    box.top(),
                                    box.right(),
                                    box.bottom(),
                                    box.score());
                        }
                    });
        }
    }
}
