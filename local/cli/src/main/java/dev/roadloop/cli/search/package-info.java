/// The catalog as something to search in. Start at [dev.roadloop.cli.search.CatalogSearch].
@NullMarked
package dev.roadloop.cli.search;

import org.jspecify.annotations.NullMarked;
