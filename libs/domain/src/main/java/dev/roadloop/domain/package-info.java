/// Ids and quantities of the driving world, without any dependency.
///
/// Start with [dev.roadloop.domain.DriveId], which everything else is keyed by, and
/// [dev.roadloop.domain.ErrorKind], which decides what a failure leads to.
@NullMarked
package dev.roadloop.domain;

import org.jspecify.annotations.NullMarked;
