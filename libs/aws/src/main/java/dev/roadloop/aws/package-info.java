/// AWS SDK clients made from an environment map.
@NullMarked
package dev.roadloop.aws;

import org.jspecify.annotations.NullMarked;
