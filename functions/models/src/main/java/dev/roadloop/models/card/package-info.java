/// What a model is, for people and for inventories: made of its evidence, never written by hand, so
/// that what nobody measured shows as missing. Start at [dev.roadloop.models.card.ModelCard].
@NullMarked
package dev.roadloop.models.card;

import org.jspecify.annotations.NullMarked;
