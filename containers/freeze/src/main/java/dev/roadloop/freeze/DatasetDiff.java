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
/// @param added paths of samples that are new
/// @param removed paths of samples that are gone
/// @param otherPicture paths whose picture is another
/// @param otherBoxes paths whose picture is the same, and whose boxes or classes are not
/// @param otherSplit paths that moved to another split, as `path: train to test`
public record DatasetDiff(
        List<String> addedClasses,
        List<String> removedClasses,
        List<String> added,
        List<String> removed,
        List<String> otherPicture,
        List<String> otherBoxes,
        List<String> otherSplit) {
    /// Copies the lists.
    public DatasetDiff {
        addedClasses = List.copyOf(addedClasses);
        removedClasses = List.copyOf(removedClasses);
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        otherPicture = List.copyOf(otherPicture);
        otherBoxes = List.copyOf(otherBoxes);
        otherSplit = List.copyOf(otherSplit);
    }

    /// Compares two versions, usually of the same dataset.
    public static DatasetDiff of(DatasetManifest before, DatasetManifest after) {
        Map<String, DatasetSample> old = new LinkedHashMap<>();
        before.samples().forEach(sample -> old.put(sample.path(), sample));
        List<String> added = new ArrayList<>();
        List<String> otherPicture = new ArrayList<>();
        List<String> otherBoxes = new ArrayList<>();
        List<String> otherSplit = new ArrayList<>();
        for (DatasetSample sample : after.samples()) {
            DatasetSample was = old.remove(sample.path());
            if (was == null) {
                added.add(sample.path());
                continue;
            }
            if (!was.sha256().equals(sample.sha256())) {
                otherPicture.add(sample.path());
            } else if (!named(was, before).equals(named(sample, after))) {
                otherBoxes.add(sample.path());
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
                after.classes().stream().filter(c -> !before.classes().contains(c)).toList(),
                before.classes().stream().filter(c -> !after.classes().contains(c)).toList(),
                added,
                List.copyOf(old.keySet()),
                otherPicture,
                otherBoxes,
                otherSplit);
    }

    /// Whether nothing that counts changed.
    public boolean isEmpty() {
        return addedClasses.isEmpty()
                && removedClasses.isEmpty()
                && added.isEmpty()
                && removed.isEmpty()
                && otherPicture.isEmpty()
                && otherBoxes.isEmpty()
                && otherSplit.isEmpty();
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
