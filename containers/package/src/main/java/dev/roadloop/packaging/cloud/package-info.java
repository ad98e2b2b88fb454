/// Packages the model of a training that lies in a bucket. Start at
/// [dev.roadloop.packaging.cloud.PackageFromBuckets].
@NullMarked
package dev.roadloop.packaging.cloud;

import org.jspecify.annotations.NullMarked;
