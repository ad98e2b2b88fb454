/// The network in DJL blocks. Start at [dev.roadloop.learning.network.PerceptionNetwork].
@NullMarked
package dev.roadloop.learning.network;

import org.jspecify.annotations.NullMarked;
