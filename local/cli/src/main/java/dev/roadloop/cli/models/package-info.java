/// The tracking server's registry as promotions need it. Start at
/// [dev.roadloop.cli.models.TrackingRegistry].
@NullMarked
package dev.roadloop.cli.models;

import org.jspecify.annotations.NullMarked;
