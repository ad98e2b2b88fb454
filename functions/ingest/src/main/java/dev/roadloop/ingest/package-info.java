/// Brings a landed drive into the catalog.
@NullMarked
package dev.roadloop.ingest;

import org.jspecify.annotations.NullMarked;
