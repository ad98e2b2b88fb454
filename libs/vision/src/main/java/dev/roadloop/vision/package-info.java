/// Finds faces and license plates in camera frames and destroys them.
///
/// Start at [Picture], then [PrivacyDetectors] and [Redactor]. Native code (OpenCV, ONNX Runtime)
/// is used here and in the jobs that depend on this module, nowhere else.
@NullMarked
package dev.roadloop.vision;

import org.jspecify.annotations.NullMarked;
