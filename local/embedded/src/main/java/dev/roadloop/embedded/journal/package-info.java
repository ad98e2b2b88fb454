/// What must survive a killed process: an append-only file of checksummed JSON records. Start at
/// [dev.roadloop.embedded.journal.Journal].
@NullMarked
package dev.roadloop.embedded.journal;

import org.jspecify.annotations.NullMarked;
