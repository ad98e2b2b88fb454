/// Which configuration to try next: all of a grid, by chance, or where good ones were (TPE). Start
/// at [dev.roadloop.sweep.search.Search].
@NullMarked
package dev.roadloop.sweep.search;

import org.jspecify.annotations.NullMarked;
