/// Clips: stretches of a drive that can be trained on by themselves, each a WebDataset shard of
/// keyframes, synchronised signals and calibration. Start at
/// [dev.roadloop.convert.clip.ClipProduct].
@NullMarked
package dev.roadloop.convert.clip;

import org.jspecify.annotations.NullMarked;
