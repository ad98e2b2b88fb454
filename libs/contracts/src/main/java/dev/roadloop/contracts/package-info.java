/// The wire records that contexts exchange, and the JSON they become.
@NullMarked
package dev.roadloop.contracts;

import org.jspecify.annotations.NullMarked;
