/// Images as bad weather, bad optics and bad transmission make them, to see how much a model loses
/// by it. Start at [dev.roadloop.evaluate.robustness.Corruption].
@NullMarked
package dev.roadloop.evaluate.robustness;

import org.jspecify.annotations.NullMarked;
