/// How sure a number is: bootstrap over images, paired differences, correction for many tests.
/// Start at [dev.roadloop.evaluate.statistics.Bootstrap].
@NullMarked
package dev.roadloop.evaluate.statistics;

import org.jspecify.annotations.NullMarked;
