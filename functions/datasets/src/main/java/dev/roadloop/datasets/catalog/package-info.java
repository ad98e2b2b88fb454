/// Frozen versions in the catalog.
///
/// Start with [dev.roadloop.datasets.catalog.CatalogVersion].
@NullMarked
package dev.roadloop.datasets.catalog;

import org.jspecify.annotations.NullMarked;
