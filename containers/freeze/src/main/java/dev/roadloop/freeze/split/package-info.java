/// Which samples are for training and which for judging, so that no scene is on both sides. Start
/// at [dev.roadloop.freeze.split.SplitSamples] and [dev.roadloop.freeze.split.LeakCheck].
@NullMarked
package dev.roadloop.freeze.split;

import org.jspecify.annotations.NullMarked;
