/// Benchmarks, each beside a physical limit or a peer. Start at `bench/README.md`, which has the
/// figures and says what each class measures; `bench/run` runs one.
@NullMarked
package dev.roadloop.bench;

import org.jspecify.annotations.NullMarked;
