package dev.roadloop.embedded.gateway;

import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.iam.Credentials;
import dev.roadloop.embedded.iam.IdentityAccess;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// Finds out who sent a request.
///
/// Role credentials were issued here, so their signatures are verified: `SignatureDoesNotMatch` for
/// a wrong one. The owner signs with a key of her own choice that is not known here: her signature
/// cannot be verified, only the expiry of her presigned URLs. This is by design: whoever reaches
/// the port of a laptop's loopback device is its owner.
///
/// Keys of roles never make an owner by mistake: they begin as all temporary keys do, and those are
/// refused without their session token, as on AWS.
final class Authenticator {

    /// Source: IAM user guide, "IAM identifiers", unique ID prefixes.
    private static final String TEMPORARY = "ASIA";

    private final IdentityAccess iam;

    Authenticator(IdentityAccess iam) {
        this.iam = iam;
    }

    Principal authenticate(HttpRequest request, Optional<Signature> signature) throws IOException {
        if (signature.isEmpty()) {
            throw new ApiException(
                    "AccessDenied",
                    403,
                    "Anonymous requests are refused. Sign the request; any key that was not issued"
                            + " here is the owner's.");
        }
        Signature given = signature.get();
        if (given.expiredAt(Instant.now())) {
            throw new ApiException("AccessDenied", 403, "Request has expired");
        }
        if (given.accessKeyId().startsWith(TEMPORARY) && given.sessionToken().isEmpty()) {
            throw new ApiException(
                    "InvalidClientTokenId",
                    403,
                    "The temporary access key "
                            + given.accessKeyId()
                            + " came without its session token. Send the token that was issued with"
                            + " the key; in an environment it is AWS_SESSION_TOKEN.");
        }
        Optional<Credentials> issued = iam.issued(given.sessionToken());
        if (issued.isPresent()) {
            if (!issued.get().accessKeyId().equals(given.accessKeyId())) {
                throw new ApiException(
                        "InvalidClientTokenId",
                        403,
                        "The security token does not belong to the access key "
                                + given.accessKeyId());
            }
            SigV4.verify(request, given, issued.get().secretAccessKey());
        }
        return iam.authenticate(given.sessionToken());
    }
}
