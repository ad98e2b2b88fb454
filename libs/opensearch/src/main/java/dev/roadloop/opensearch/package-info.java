/// An index of drives and clips in an OpenSearch cluster, one's own or Amazon's. Start at
/// [dev.roadloop.opensearch.OpenSearchIndex].
@NullMarked
package dev.roadloop.opensearch;

import org.jspecify.annotations.NullMarked;
