/// One HTTP port for all services: recognises service and caller of each request, checks
/// permissions, and hands it on. Start at [dev.roadloop.embedded.gateway.Gateway].
@NullMarked
package dev.roadloop.embedded.gateway;

import org.jspecify.annotations.NullMarked;
