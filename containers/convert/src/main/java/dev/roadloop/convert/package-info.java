/// The job that turns a recording into columnar tables and keyframes.
@NullMarked
package dev.roadloop.convert;

import org.jspecify.annotations.NullMarked;
