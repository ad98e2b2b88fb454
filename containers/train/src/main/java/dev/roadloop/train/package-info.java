/// The job that trains a detector on a frozen dataset version, by SageMaker's conventions: files
/// in, files out, and a checkpoint whenever it is asked to stop. Start at
/// [dev.roadloop.train.TrainJob].
@NullMarked
package dev.roadloop.train;

import org.jspecify.annotations.NullMarked;
