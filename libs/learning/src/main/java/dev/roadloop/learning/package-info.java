/// Learning to see: a detector's network, what it is trained on, its losses, its optimiser, and a
/// training that can be killed at any step and goes on with equal bits. PyTorch underneath, through
/// DJL. Start at [dev.roadloop.learning.training.Trainer].
@NullMarked
package dev.roadloop.learning;

import org.jspecify.annotations.NullMarked;
