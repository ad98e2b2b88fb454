/// The training job where datasets and models lie in buckets. Start at
/// [dev.roadloop.train.cloud.TrainFromBuckets].
@NullMarked
package dev.roadloop.train.cloud;

import org.jspecify.annotations.NullMarked;
