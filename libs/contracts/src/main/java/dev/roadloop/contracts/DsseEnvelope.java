package dev.roadloop.contracts;

import java.util.List;

/// A signed payload (DSSE, Dead Simple Signing Envelope v1.0:
/// https://github.com/secure-systems-lab/dsse).
///
/// @param payloadType the media type of the payload
/// @param payload the payload in base 64
/// @param signatures one or more signatures over the payload and its type
public record DsseEnvelope(String payloadType, String payload, List<Signature> signatures) {
    /// @throws IllegalArgumentException when a field is missing
    public DsseEnvelope {
        Required.text(payloadType, "payloadType");
        Required.present(payload, "payload");
        Required.present(signatures, "signatures");
        signatures = List.copyOf(signatures);
    }

    /// One signature.
    ///
    /// @param keyid the key, for whoever verifies to find it
    /// @param sig the signature in base 64
    public record Signature(String keyid, String sig) {
        /// @throws IllegalArgumentException when a field is missing
        public Signature {
            Required.text(keyid, "keyid");
            Required.text(sig, "sig");
        }
    }
}
