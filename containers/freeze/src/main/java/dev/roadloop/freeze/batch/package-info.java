/// The job that adds a batch of labels to a dataset: files in buckets in, a published version and
/// an outcome out. Start at [dev.roadloop.freeze.batch.FreezeBatch].
@NullMarked
package dev.roadloop.freeze.batch;

import org.jspecify.annotations.NullMarked;
