package dev.roadloop.freeze.labels;

import dev.roadloop.contracts.LabelledArea;
import dev.roadloop.domain.mask.RunLengths;
import dev.roadloop.freeze.picture.PictureFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/// Lays areas on their pictures, and joins the parts of each. What does not fit is a fault.
final class AreaAssembly {
    private final Ontology ontology;
    private final Ontology.Lookup lookup;
    private final Faults faults;

    AreaAssembly(Ontology ontology, Faults faults) {
        this.ontology = ontology;
        this.lookup = ontology.areaLookup();
        this.faults = faults;
    }

    /// What is inside of an area, and what is not judged.
    private record Parts(RunLengths inside, RunLengths ignored) {}

    List<LabelledArea> on(LabelledPicture picture, PictureFacts facts) {
        int height = facts.height();
        int width = facts.width();
        RunLengths nothing = RunLengths.of(height, width, pixel -> false);
        Map<Integer, Parts> areas = new TreeMap<>();
        for (SourceArea area : picture.areas()) {
            OptionalInt position = lookup.position(area.name());
            if (position.isPresent()) {
                try {
                    RunLengths mask = area.mask().on(height, width);
                    areas.merge(
                            position.getAsInt(),
                            area.ignored() ? new Parts(nothing, mask) : new Parts(mask, nothing),
                            (one, other) ->
                                    new Parts(
                                            one.inside().union(other.inside()),
                                            one.ignored().union(other.ignored())));
                } catch (IllegalArgumentException e) {
                    faults.add(
                            FaultCode.AREA_INVALID, area.where(), String.valueOf(e.getMessage()));
                }
            } else if (!lookup.leavesOut(area.name())) {
                faults.add(
                        FaultCode.CLASS_UNKNOWN,
                        area.where(),
                        "expected an area of the ontology, one of %s; found %s; add it to \"areas\" or to \"leaveOut\""
                                .formatted(ontology.areaNames(), Faults.quoted(area.name())));
            }
        }
        List<LabelledArea> labelled = new ArrayList<>();
        areas.forEach((index, parts) ->
                labelled.add(
                        new LabelledArea(
                                index,
                                parts.inside().text(),
                                parts.ignored().area() == 0 ? null : parts.ignored().text())));
        return labelled;
    }
}
