/// The roadloop command.
@NullMarked
package dev.roadloop.cli;

import org.jspecify.annotations.NullMarked;
