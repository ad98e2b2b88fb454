package dev.roadloop.models.bundle;

import dev.roadloop.contracts.DsseEnvelope;

/// Signs statements, with a key that stays where it is.
@FunctionalInterface
public interface StatementSigner {

    /// The payload in an envelope with one signature.
    ///
    /// @param payloadType the payload's media type
    DsseEnvelope sign(String payloadType, byte[] payload);
}
