/// The tracking server's one table: JSON documents with a revision under two keys. Start at
/// [dev.roadloop.training.store.TrackingTable].
@NullMarked
package dev.roadloop.training.store;

import org.jspecify.annotations.NullMarked;
