/// MCAP files, version 0, after https://mcap.dev/spec.
///
/// Start at [dev.roadloop.sensorlog.mcap.Mcap]. `FileOrderCursor` walks a file record by record,
/// `McapIndex` is what the summary at its end says, `Chunks` decompresses, `Resync` finds the next
/// record after damage.
@NullMarked
package dev.roadloop.sensorlog.mcap;

import org.jspecify.annotations.NullMarked;
