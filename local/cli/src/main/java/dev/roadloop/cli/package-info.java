/// The roadloop command: one class per command. Start at [dev.roadloop.cli.Roadloop].
@NullMarked
package dev.roadloop.cli;

import org.jspecify.annotations.NullMarked;
