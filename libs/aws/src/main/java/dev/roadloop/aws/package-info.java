/// AWS SDK clients made from an environment map, and what the SDK leaves to its users: bounded
/// reads, conditional writes, digests of streams, copies of any size, signed envelopes.
///
/// Start with [dev.roadloop.aws.AwsClients]; then [dev.roadloop.aws.Bucket], the one way to S3.
@NullMarked
package dev.roadloop.aws;

import org.jspecify.annotations.NullMarked;
