/// Areas: which pixels belong to what, how wrong an answer about them is, and how good. Start at
/// [dev.roadloop.learning.areas.AreaLoss].
@NullMarked
package dev.roadloop.learning.areas;

import org.jspecify.annotations.NullMarked;
