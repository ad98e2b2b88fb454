/// Ids and quantities of the driving world, without any dependency.
@NullMarked
package dev.roadloop.domain;

import org.jspecify.annotations.NullMarked;
