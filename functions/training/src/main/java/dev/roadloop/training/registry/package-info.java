/// The model registry: registered models, their versions, aliases and stages. Start at
/// [dev.roadloop.training.registry.RegistryApi]. Aliases are a part of the model's document, so
/// that moving one is a single conditional write.
@NullMarked
package dev.roadloop.training.registry;

import org.jspecify.annotations.NullMarked;
