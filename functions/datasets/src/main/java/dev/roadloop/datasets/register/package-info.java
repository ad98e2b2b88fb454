/// From an uploaded manifest of a batch of labels to an execution that waits for its files.
///
/// Start with [dev.roadloop.datasets.register.RegisterLabels].
@NullMarked
package dev.roadloop.datasets.register;

import org.jspecify.annotations.NullMarked;
