/// The job that makes a bundle of a trained model: ONNX files that ONNX Runtime runs, in full and
/// in eight bits, and what was measured about them. Start at [dev.roadloop.packaging.PackageJob].
@NullMarked
package dev.roadloop.packaging;

import org.jspecify.annotations.NullMarked;
