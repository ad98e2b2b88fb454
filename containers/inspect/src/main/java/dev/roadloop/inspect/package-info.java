/// The job that checks a raw recording.
@NullMarked
package dev.roadloop.inspect;

import org.jspecify.annotations.NullMarked;
