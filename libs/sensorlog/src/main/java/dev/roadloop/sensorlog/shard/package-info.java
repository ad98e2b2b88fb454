/// Shards that training reads: tar files in WebDataset's layout whose bytes depend on their members
/// alone. Start at [dev.roadloop.sensorlog.shard.ShardWriter].
@NullMarked
package dev.roadloop.sensorlog.shard;

import org.jspecify.annotations.NullMarked;
