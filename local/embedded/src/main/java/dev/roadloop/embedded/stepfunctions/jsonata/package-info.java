/// JSONata as Step Functions evaluates it: AWS's extra functions, its bounds and its error
/// sentences. Start at [dev.roadloop.embedded.stepfunctions.jsonata.Expression].
@NullMarked
package dev.roadloop.embedded.stepfunctions.jsonata;

import org.jspecify.annotations.NullMarked;
