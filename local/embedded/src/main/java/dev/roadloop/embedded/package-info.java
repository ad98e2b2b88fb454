/// The synthesised template as live services in one JVM. Knows no Roadloop type.
@NullMarked
package dev.roadloop.embedded;

import org.jspecify.annotations.NullMarked;
