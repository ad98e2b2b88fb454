package dev.roadloop.simdrive.truth;

import dev.roadloop.domain.mask.RunLengths;
import dev.roadloop.simdrive.world.EgoState;
import java.util.List;

/// Everything that shows in one camera frame.
///
/// @param index from 0
/// @param ego the ego vehicle at the moment of exposure
/// @param actors by id
/// @param drivable the area that can be driven on: where the surface of a road shows, between its
///   kerbs, with nothing in front of it
public record FrameTruth(int index, EgoState ego, List<SeenActor> actors, RunLengths drivable) {

    /// Copies the list.
    public FrameTruth {
        actors = List.copyOf(actors);
    }
}
