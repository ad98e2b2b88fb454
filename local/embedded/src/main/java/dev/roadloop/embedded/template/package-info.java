/// Reads a synthesised CDK cloud assembly: stacks, resources with every intrinsic function
/// resolved, and assets. Start at [dev.roadloop.embedded.template.CloudAssembly].
@NullMarked
package dev.roadloop.embedded.template;

import org.jspecify.annotations.NullMarked;
