/// Point clouds as Zarr v3 arrays: one group per topic, one array per point field, chunked by
/// groups of sweeps. Start at [PointClouds].
@NullMarked
package dev.roadloop.convert.lidar;

import org.jspecify.annotations.NullMarked;
