package dev.roadloop.convert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.convert.can.CanSource;
import dev.roadloop.convert.sync.SyncPolicy;
import dev.roadloop.domain.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/// How a vehicle's drives are converted: data, versioned, one document for each vehicle. A document
/// needs `id` and `version`; what else it leaves out is as in the bundled policy, down to the
/// fields of `sync`. Its `sync.rules` go before those of the bundled policy.
///
/// @param id what people call it, `default` for the bundled one
/// @param version grows with every change
/// @param sync how the synchronised table is made
/// @param can which databases CAN frames are decoded with; the first that fits a topic counts
record ConversionPolicy(String id, int version, SyncPolicy sync, List<CanSource> can) {

    private static final String BUNDLED = "default-conversion-policy.json";

    /// @throws IllegalArgumentException when a field is missing or out of range
    ConversionPolicy {
        if (id == null || id.isBlank() || version < 1 || sync == null) {
            throw new IllegalArgumentException(
                    "conversion policy: expected an id, a version of 1 or more and sync, found '"
                            + id
                            + "', "
                            + version
                            + " and "
                            + sync);
        }
        can = can == null ? List.of() : List.copyOf(can);
    }

    /// The policy for vehicles that have none of their own.
    static ConversionPolicy bundled() {
        return Json.read(bundledBytes(), ConversionPolicy.class, BUNDLED);
    }

    /// Reads a policy.
    ///
    /// @param source what the document is, for messages
    /// @throws dev.roadloop.contracts.MalformedJsonException when it is not a policy
    static ConversionPolicy parse(byte[] json, String source) {
        ObjectNode given = Json.read(json, ObjectNode.class, source);
        ObjectNode sync = Json.read(bundledBytes(), ObjectNode.class, BUNDLED).withObject("/sync");
        if (given.get("sync") instanceof ObjectNode own) {
            if (own.path("rules").isArray()) {
                own.withArray("/rules").addAll(sync.withArray("/rules"));
            }
            sync.setAll(own);
            given.set("sync", sync);
        } else if (!given.has("sync")) {
            given.set("sync", sync);
        }
        return Json.read(Json.bytes(given), ConversionPolicy.class, source);
    }

    /// How reports name it: `default@1+` and the start of the digest of its canonical form.
    String label() {
        return id + "@" + version + "+" + Sha256.of(Json.bytes(this)).toString().substring(0, 12);
    }

    private static byte[] bundledBytes() {
        try (InputStream in = ConversionPolicy.class.getResourceAsStream(BUNDLED)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks its own resource " + BUNDLED);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
