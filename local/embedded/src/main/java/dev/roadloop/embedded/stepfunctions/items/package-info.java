/// What a Distributed Map reads from S3: listings, JSON, JSON Lines, CSV, Parquet, inventories and
/// Athena's manifests.
///
/// Start at [dev.roadloop.embedded.stepfunctions.items.S3Items].
@NullMarked
package dev.roadloop.embedded.stepfunctions.items;

import org.jspecify.annotations.NullMarked;
