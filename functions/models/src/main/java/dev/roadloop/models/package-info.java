/// Which model may be used: evidence that jobs signed, a gate that decides by it and by a policy,
/// and the bundle of both, by which anybody can decide again. Start at
/// [dev.roadloop.models.gate.Gate], then [dev.roadloop.models.bundle.PromotionBundle].
@NullMarked
package dev.roadloop.models;

import org.jspecify.annotations.NullMarked;
