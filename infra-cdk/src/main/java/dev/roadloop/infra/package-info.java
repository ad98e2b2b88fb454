/// The CDK app: the only place that declares a resource.
@NullMarked
package dev.roadloop.infra;

import org.jspecify.annotations.NullMarked;
