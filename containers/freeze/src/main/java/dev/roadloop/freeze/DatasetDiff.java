package dev.roadloop.freeze;

import dev.roadloop.contracts.DatasetManifest;
import dev.roadloop.contracts.DatasetSample;
import dev.roadloop.contracts.LabelledArea;
import dev.roadloop.contracts.LabelledBox;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What changed between two versions.
///
/// @param addedClasses classes that are new
/// @param removedClasses classes that are gone
/// @param addedAreas kinds of areas that are new
/// @param removedAreas kinds of areas that are gone
/// @param added paths of samples that are new
/// @param removed paths of samples that are gone
/// @param otherPicture paths whose picture is another
/// @param otherBoxes paths whose picture is the same, and whose boxes, classes or areas are not
/// @param otherDetails paths whose picture is the same, and whose drive, slices, time or place are
///   not
/// @param otherSplit paths that moved to another split, as `path: train to test`
public record DatasetDiff(
        List<String> addedClasses,
        List<String> removedClasses,
        List<String> addedAreas,
        List<String> removedAreas,
        List<String> added,
        List<String> removed,
        List<String> otherPicture,
        List<String> otherBoxes,
        List<String> otherDetails,
        List<String> otherSplit) {
    /// Copies the lists.
    public DatasetDiff {
        addedClasses = List.copyOf(addedClasses);
        removedClasses = List.copyOf(removedClasses);
        addedAreas = List.copyOf(addedAreas);
        removedAreas = List.copyOf(removedAreas);
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        otherPicture = List.copyOf(otherPicture);
        otherBoxes = List.copyOf(otherBoxes);
        otherDetails = List.copyOf(otherDetails);
        otherSplit = List.copyOf(otherSplit);
    }

    /// Compares two versions, usually of the same dataset.
    public static DatasetDiff of(DatasetManifest before, DatasetManifest after) {
        Map<String, DatasetSample> old = new LinkedHashMap<>();
        before.samples().forEach(sample -> old.put(sample.path(), sample));
        List<String> added = new ArrayList<>();
        List<String> otherPicture = new ArrayList<>();
        List<String> otherBoxes = new ArrayList<>();
        List<String> otherDetails = new ArrayList<>();
        List<String> otherSplit = new ArrayList<>();
        for (DatasetSample sample : after.samples()) {
            DatasetSample was = old.remove(sample.path());
            if (was == null) {
                added.add(sample.path());
                continue;
            }
            if (!was.sha256().equals(sample.sha256())) {
                otherPicture.add(sample.path());
            } else {
                if (!named(was, before).equals(named(sample, after))) {
                    otherBoxes.add(sample.path());
                }
                if (!details(was).equals(details(sample))) {
                    otherDetails.add(sample.path());
                }
            }
            if (was.split() != sample.split()) {
                otherSplit.add(
                        "%s: %s to %s"
                                .formatted(
                                        sample.path(),
                                        was.split().label(),
                                        sample.split().label()));
            }
        }
        return new DatasetDiff(
                without(after.classes(), before.classes()),
                without(before.classes(), after.classes()),
                without(after.areas(), before.areas()),
                without(before.areas(), after.areas()),
                added,
                List.copyOf(old.keySet()),
                otherPicture,
                otherBoxes,
                otherDetails,
                otherSplit);
    }

    /// Whether nothing that counts changed.
    public boolean isEmpty() {
        return addedClasses.isEmpty()
                && removedClasses.isEmpty()
                && addedAreas.isEmpty()
                && removedAreas.isEmpty()
                && added.isEmpty()
                && removed.isEmpty()
                && otherPicture.isEmpty()
                && otherBoxes.isEmpty()
                && otherDetails.isEmpty()
                && otherSplit.isEmpty();
    }

    private static List<String> without(List<String> names, List<String> others) {
        return names.stream().filter(name -> !others.contains(name)).toList();
    }

    private static String details(DatasetSample sample) {
        return "%s %s %s %s"
                .formatted(sample.drive(), sample.slices(), sample.time(), sample.place());
    }

    /// A sample's boxes and areas by name, as the position of a class may change.
    private static List<String> named(DatasetSample sample, DatasetManifest manifest) {
        List<String> boxes = new ArrayList<>();
        for (LabelledBox box : sample.boxes()) {
            boxes.add(
                    "%s %s %s %s %s %s"
                            .formatted(
                                    manifest.classes().get(box.classIndex()),
                                    box.x(),
                                    box.y(),
                                    box.w(),
                                    box.h(),
                                    box.crowd()));
        }
        for (LabelledArea area : sample.areas()) {
            String name = manifest.areas().get(area.areaIndex());
            boxes.add(name + " " + area.inside() + " " + area.ignored());
        }
        return boxes;
    }
}
