/// What moves where: the road, its actors, the ego vehicle and the scripts that bring them
/// together.
///
/// World frame: x east, y north, z up, metres, origin at the start of the road; angles in radians,
/// counter-clockwise from east. Start at [dev.roadloop.simdrive.world.World].
@NullMarked
package dev.roadloop.simdrive.world;

import org.jspecify.annotations.NullMarked;
