/// Files that are written, and errors that name them. Start at
/// [dev.roadloop.domain.file.OutputFile].
@NullMarked
package dev.roadloop.domain.file;

import org.jspecify.annotations.NullMarked;
