/// The Amazon States Language, JSONata dialect, as values. Start at
/// [dev.roadloop.embedded.stepfunctions.asl.AslValidator], which says what is wrong with a
/// definition, and [dev.roadloop.embedded.stepfunctions.asl.Machine], what a right one is read
/// into.
@NullMarked
package dev.roadloop.embedded.stepfunctions.asl;

import org.jspecify.annotations.NullMarked;
