/// The catalog: what drives there are, as a projection of what lies in S3.
///
/// Start with [dev.roadloop.ingest.catalog.CatalogProjection], which says what the table's items
/// are made of; [dev.roadloop.ingest.catalog.DriveArchive] reads the facts and
/// [dev.roadloop.ingest.catalog.DriveCatalog] keeps the items.
@NullMarked
package dev.roadloop.ingest.catalog;

import org.jspecify.annotations.NullMarked;
