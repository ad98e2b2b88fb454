/// What becomes of accepted work when the cloud is killed or finds no space. Start at
/// [dev.roadloop.embedded.durability.Traffic].
@NullMarked
package dev.roadloop.embedded.durability;

import org.jspecify.annotations.NullMarked;
