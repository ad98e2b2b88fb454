/// Who may do what: the roles and policies of the template, credentials for each role, and the
/// check of every call. Start at [dev.roadloop.embedded.iam.IdentityAccess].
@NullMarked
package dev.roadloop.embedded.iam;

import org.jspecify.annotations.NullMarked;
