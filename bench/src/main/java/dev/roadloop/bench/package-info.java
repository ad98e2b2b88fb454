/// Benchmarks, each beside a physical limit or a peer.
@NullMarked
package dev.roadloop.bench;

import org.jspecify.annotations.NullMarked;
