package dev.roadloop.freeze.labels;

import dev.roadloop.contracts.DatasetPaths;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.DatasetSplit;
import dev.roadloop.contracts.LabelledBox;
import dev.roadloop.freeze.picture.KnownPictures;
import dev.roadloop.freeze.picture.PictureFacts;
import dev.roadloop.freeze.picture.PictureScan.Missing;
import dev.roadloop.freeze.picture.PictureScan.Outcome;
import dev.roadloop.freeze.picture.PictureScan.Unusable;
import dev.roadloop.freeze.picture.PictureScan.Usable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Joins what sources say with what their pictures are: boxes within pictures, classes of the
/// ontology, pictures that can be decoded. What does not fit is a fault.
public final class Assembly {
    /// A box may reach this far out of its picture, in pixels, and is cut: tools round.
    public static final double SLACK = 1;

    /// Areas from which objects are medium and large, in square pixels, as COCO has them.
    private static final double MEDIUM = 32 * 32;

    private static final double LARGE = 96 * 96;

    /// Slices that are computed here, and may come back as tags of an export.
    private static final Pattern DERIVED =
            Pattern.compile("(source|place|class|size):.*|dark|empty|all");

    private final Ontology ontology;
    private final Ontology.Lookup lookup;
    private final Faults faults;
    private final AreaAssembly areas;

    /// @param ontology the classes of the dataset
    /// @param faults what is wrong is added to it
    public Assembly(Ontology ontology, Faults faults) {
        this.ontology = ontology;
        this.lookup = ontology.lookup();
        this.faults = faults;
        this.areas = new AreaAssembly(ontology, faults);
    }

    /// The samples of sources, sorted by path, all to train on for now.
    ///
    /// @param scanned what came of the pictures of all sources, in order
    public List<DatasetSample> samples(List<LabelSource> sources, List<Outcome> scanned) {
        List<DatasetSample> samples = new ArrayList<>();
        int next = 0;
        for (LabelSource source : sources) {
            for (LabelledPicture picture : source.pictures()) {
                Outcome outcome = scanned.get(next++);
                String where = source.name() + "/" + picture.name();
                switch (outcome) {
                    case Missing _ ->
                            faults.add(
                                    FaultCode.PICTURE_MISSING,
                                    where,
                                    "expected a picture at " + picture.file() + ", found none");
                    case Unusable unusable ->
                            faults.add(FaultCode.PICTURE_UNDECODABLE, where, unusable.reason());
                    case Usable usable -> samples.add(sample(source, picture, usable.facts()));
                }
            }
        }
        samples.sort(Comparator.comparing(DatasetSample::path, DatasetPaths::compare));
        return samples;
    }

    private DatasetSample sample(LabelSource source, LabelledPicture picture, PictureFacts facts) {
        String where = source.name() + "/" + picture.name();
        if (picture.width() > 0 && picture.width() != facts.width()
                || picture.height() > 0 && picture.height() != facts.height()) {
            faults.add(
                    FaultCode.PICTURE_SIZE,
                    where,
                    "expected %dx%d as the labels say, found %dx%d"
                            .formatted(
                                    picture.width(),
                                    picture.height(),
                                    facts.width(),
                                    facts.height()));
        }
        List<LabelledBox> boxes = new ArrayList<>();
        for (SourceLabel label : picture.labels()) {
            add(boxes, label, where, facts);
        }
        return new DatasetSample(
                "images/" + source.name() + "/" + picture.name(),
                facts.sha256(),
                facts.md5(),
                facts.bytes(),
                facts.width(),
                facts.height(),
                DatasetSplit.TRAIN,
                slices(source, picture, facts, boxes),
                picture.drive(),
                picture.time(),
                picture.place(),
                "%016x".formatted(facts.look()),
                boxes,
                areas.on(picture, facts));
    }

    private void add(
            List<LabelledBox> boxes, SourceLabel label, String picture, PictureFacts facts) {
        double left = Math.max(0, label.x());
        double top = Math.max(0, label.y());
        double right = Math.min(facts.width(), label.x() + label.w());
        double bottom = Math.min(facts.height(), label.y() + label.h());
        String found = "x=%s y=%s w=%s h=%s".formatted(label.x(), label.y(), label.w(), label.h());
        if (!(label.w() > 0 && label.h() > 0)) {
            faults.add(
                    FaultCode.BOX_EMPTY,
                    label.where(),
                    "expected a width and a height of more than 0, found " + found);
            return;
        }
        boolean outside =
                left - label.x() > SLACK
                        || top - label.y() > SLACK
                        || label.x() + label.w() - right > SLACK
                        || label.y() + label.h() - bottom > SLACK;
        if (outside || !(right > left && bottom > top)) {
            faults.add(
                    FaultCode.BOX_OUTSIDE,
                    label.where(),
                    "expected a box within the %dx%d pixels of %s, found %s"
                            .formatted(facts.width(), facts.height(), picture, found));
            return;
        }
        if (label.className().equals(SourceLabel.ANY)) {
            for (int i = 0; i < ontology.classes().size(); i++) {
                boxes.add(new LabelledBox(i, left, top, right - left, bottom - top, true));
            }
            return;
        }
        OptionalInt position = lookup.position(label.className());
        if (position.isPresent()) {
            boxes.add(
                    new LabelledBox(
                            position.getAsInt(),
                            left,
                            top,
                            right - left,
                            bottom - top,
                            label.crowd()));
        } else if (!lookup.leavesOut(label.className())) {
            faults.add(
                    FaultCode.CLASS_UNKNOWN,
                    label.where(),
                    "expected a class of the ontology, one of %s; found %s; add it to \"classes\" or to \"leaveOut\""
                            .formatted(ontology.names(), Faults.quoted(label.className())));
        }
    }

    /// The source and its tags, the place to about 5 km, whether the picture is dark, and what is
    /// in it: classes and sizes of those to be found, or that there are none.
    private List<String> slices(
            LabelSource source,
            LabelledPicture picture,
            PictureFacts facts,
            List<LabelledBox> boxes) {
        TreeSet<String> slices = new TreeSet<>();
        slices.add("source:" + source.name());
        picture.tags().stream()
                .map(String::strip)
                .filter(tag -> !tag.isEmpty() && !DERIVED.matcher(tag).matches())
                .forEach(slices::add);
        if (picture.place() != null) {
            slices.add("place:" + picture.place().geohash(5));
        }
        if (facts.dark()) {
            slices.add(KnownPictures.DARK);
        }
        boolean none = true;
        for (LabelledBox box : boxes) {
            if (!box.crowd()) {
                none = false;
                slices.add("class:" + ontology.classes().get(box.classIndex()).name());
                double area = box.area();
                slices.add(
                        area < MEDIUM ? "size:small" : area < LARGE ? "size:medium" : "size:large");
            }
        }
        if (none) {
            slices.add("empty");
        }
        return List.copyOf(slices);
    }
}
