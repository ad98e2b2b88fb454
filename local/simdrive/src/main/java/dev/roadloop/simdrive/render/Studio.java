package dev.roadloop.simdrive.render;

import dev.roadloop.simdrive.world.CameraModel;
import dev.roadloop.simdrive.world.World;

/// What all renderers of one world share: meshes, textures, light. Thread-safe.
public final class Studio {

    final World world;
    final CameraModel camera;
    final Atmosphere air;
    final Models models;
    final Noise grain = new Noise(11, 6, 0.85);
    final Noise patches = new Noise(12, 5, 0.55);
    final Noise leaves = new Noise(13, 6, 0.8);

    /// Prepares to render `world` as `camera` sees it.
    public Studio(World world, CameraModel camera) {
        this.world = world;
        this.camera = camera;
        this.air = Atmosphere.of(world.scenario());
        this.models = new Models(air.night() || air.wet() || air.extinction() > 0.02);
    }
}
