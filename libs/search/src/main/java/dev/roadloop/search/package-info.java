/// Search over the drive catalog: what can be asked, what can be found, and the port to the engines
/// that find it. Start at [dev.roadloop.search.SearchIndex]; engines are packages below.
@NullMarked
package dev.roadloop.search;

import org.jspecify.annotations.NullMarked;
