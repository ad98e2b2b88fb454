/// The wire records that contexts exchange, and the JSON they become.
///
/// Start with [dev.roadloop.contracts.Json], the one way to read and write them, then follow a
/// drive: [dev.roadloop.contracts.DriveManifest] as uploaded, [dev.roadloop.contracts.DriveRecord]
/// as registered, [dev.roadloop.contracts.InspectionReport] and
/// [dev.roadloop.contracts.ConversionReport] as the jobs left them. Object keys stand in
/// [dev.roadloop.contracts.DriveKeys] only.
@NullMarked
package dev.roadloop.contracts;

import org.jspecify.annotations.NullMarked;
