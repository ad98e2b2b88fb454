/// CloudFormation: what stacks there are and what they put out. Start at
/// [dev.roadloop.embedded.cloudformation.StacksApi].
@NullMarked
package dev.roadloop.embedded.cloudformation;

import org.jspecify.annotations.NullMarked;
