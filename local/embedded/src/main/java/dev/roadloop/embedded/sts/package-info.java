/// STS: who a caller is, and credentials of the template's roles. Start at
/// [dev.roadloop.embedded.sts.StsApi].
@NullMarked
package dev.roadloop.embedded.sts;

import org.jspecify.annotations.NullMarked;
