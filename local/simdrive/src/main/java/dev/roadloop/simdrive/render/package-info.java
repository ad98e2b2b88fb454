/// A small software renderer: a perspective camera over a flat road scene, triangles with a depth
/// buffer, and an object buffer from which the ground truth is read. Start at
/// [dev.roadloop.simdrive.render.FrameRenderer].
@NullMarked
package dev.roadloop.simdrive.render;

import org.jspecify.annotations.NullMarked;
