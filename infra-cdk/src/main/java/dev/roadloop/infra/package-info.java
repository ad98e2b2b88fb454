/// The CDK app: the only place that declares a resource. What it synthesises deploys to AWS and
/// runs in the embedded mode. Start at [dev.roadloop.infra.RoadloopApp], then read the stack of the
/// context: [dev.roadloop.infra.IngestStack].
@NullMarked
package dev.roadloop.infra;

import org.jspecify.annotations.NullMarked;
