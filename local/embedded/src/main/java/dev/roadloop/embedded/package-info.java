/// The synthesised template as live services in one JVM. Knows no Roadloop type. Start at
/// [dev.roadloop.embedded.EmbeddedCloud], which makes each service from the template and joins
/// them; every service is a package of its own, and an [dev.roadloop.embedded.api.AwsApi].
@NullMarked
package dev.roadloop.embedded;

import org.jspecify.annotations.NullMarked;
