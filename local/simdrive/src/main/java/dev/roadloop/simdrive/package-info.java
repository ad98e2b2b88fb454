/// Generates drives with ground truth.
@NullMarked
package dev.roadloop.simdrive;

import org.jspecify.annotations.NullMarked;
