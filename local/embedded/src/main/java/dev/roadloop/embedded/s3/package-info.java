/// S3: objects as plain files, served by S3Proxy; every accepted change becomes an EventBridge
/// event, also across a kill. Start at [dev.roadloop.embedded.s3.ObjectStore].
@NullMarked
package dev.roadloop.embedded.s3;

import org.jspecify.annotations.NullMarked;
