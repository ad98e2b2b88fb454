/// API Gateway's HTTP APIs: routes of the template that lead to functions. Start at
/// [dev.roadloop.embedded.httpapi.HttpApis].
///
/// An API has no host name here but a path of the one address: `/_api/<name>/`. On AWS a call of a
/// route with IAM authorization must be signed; here an unsigned one is the owner's, unless a web
/// page of another origin makes it.
@NullMarked
package dev.roadloop.embedded.httpapi;

import org.jspecify.annotations.NullMarked;
