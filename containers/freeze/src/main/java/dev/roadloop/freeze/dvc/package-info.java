/// What DVC 3 needs to find: contents by MD5, folders as `.dir` objects, `.dvc` files in a Git
/// repository. An unmodified client reads what is written here. Start at
/// [dev.roadloop.freeze.dvc.DvcFolder] and [dev.roadloop.freeze.dvc.DvcRepository].
@NullMarked
package dev.roadloop.freeze.dvc;

import org.jspecify.annotations.NullMarked;
