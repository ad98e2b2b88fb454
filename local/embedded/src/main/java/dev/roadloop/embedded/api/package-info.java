/// How the services of the embedded mode call one another: an action by name with JSON parameters,
/// as a principal. Start at [dev.roadloop.embedded.api.AwsApi].
@NullMarked
package dev.roadloop.embedded.api;

import org.jspecify.annotations.NullMarked;
