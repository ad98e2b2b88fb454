/// Dataset versions: labels and pictures, checked, split and frozen so that nobody can change them.
/// Start at [dev.roadloop.freeze.BuildDataset]; [dev.roadloop.freeze.DatasetFolder] is what it
/// leaves.
@NullMarked
package dev.roadloop.freeze;

import org.jspecify.annotations.NullMarked;
