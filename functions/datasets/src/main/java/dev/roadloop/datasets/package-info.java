/// The functions of the datasets context: they start the workflow `build-dataset` for each batch of
/// labels and enter the versions that it freezes into the catalog.
///
/// Start with [dev.roadloop.datasets.register.RegisterLabels].
@NullMarked
package dev.roadloop.datasets;

import org.jspecify.annotations.NullMarked;
