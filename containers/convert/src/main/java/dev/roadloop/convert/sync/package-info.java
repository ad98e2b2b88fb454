/// The synchronised table of a drive: what all sensors showed at the same times. Start at
/// [dev.roadloop.convert.sync.SyncProduct], which samples the messages in the pass;
/// [dev.roadloop.convert.sync.SyncTable] lays the samples on a grid of times;
/// [dev.roadloop.convert.sync.ColumnChoice] says which field becomes a column of which kind.
@NullMarked
package dev.roadloop.convert.sync;

import org.jspecify.annotations.NullMarked;
