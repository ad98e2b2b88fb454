/// What commands show while they work: lines that are redrawn in place on a terminal, bars, rates.
/// Start at [dev.roadloop.cli.terminal.Screen].
@NullMarked
package dev.roadloop.cli.terminal;

import org.jspecify.annotations.NullMarked;
