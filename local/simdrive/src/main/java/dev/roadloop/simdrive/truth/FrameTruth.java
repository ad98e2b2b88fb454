package dev.roadloop.simdrive.truth;

import dev.roadloop.simdrive.world.EgoState;
import java.util.List;

/// Everything that shows in one camera frame.
///
/// @param index from 0
/// @param ego the ego vehicle at the moment of exposure
/// @param actors by id
public record FrameTruth(int index, EgoState ego, List<SeenActor> actors) {

    /// Copies the list.
    public FrameTruth {
        actors = List.copyOf(actors);
    }
}
