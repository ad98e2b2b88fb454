package dev.roadloop.training.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.contracts.Json;
import dev.roadloop.domain.InternalException;
import dev.roadloop.training.api.ErrorCode;
import dev.roadloop.training.api.TrackingException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/// Documents as bytes of an item: one byte that says how, then JSON, deflated where that is worth
/// it.
final class Documents {
    private static final int PLAIN = 0;
    private static final int DEFLATED = 1;
    private static final int WORTH_DEFLATING = 512;

    /// DynamoDB takes 400 KB an item, of which the keys need a little.
    private static final int MAX_BYTES = 390_000;

    private static final int MAX_JSON = 64 << 20;

    private Documents() {}

    static byte[] encoded(Key key, ObjectNode document) {
        byte[] json = Json.bytes(document);
        ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + 1);
        if (json.length < WORTH_DEFLATING) {
            out.write(PLAIN);
            out.writeBytes(json);
        } else {
            out.write(DEFLATED);
            Deflater deflater = new Deflater(Deflater.BEST_SPEED);
            try (DeflaterOutputStream deflated = new DeflaterOutputStream(out, deflater)) {
                deflated.write(json);
            } catch (IOException e) {
                throw new InternalException("deflating in memory failed", e);
            } finally {
                deflater.end();
            }
        }
        if (out.size() > MAX_BYTES) {
            throw new TrackingException(
                    ErrorCode.RESOURCE_EXHAUSTED,
                    "What is logged under "
                            + key.sort()
                            + " takes "
                            + out.size()
                            + " bytes compressed, more than the "
                            + MAX_BYTES
                            + " that fit one item of the table; log long texts as artifacts");
        }
        return out.toByteArray();
    }

    static ObjectNode decoded(Key key, byte[] bytes) {
        try {
            byte[] json =
                    bytes[0] == DEFLATED
                            ? new InflaterInputStream(
                                            new ByteArrayInputStream(bytes, 1, bytes.length - 1))
                                    .readNBytes(MAX_JSON)
                            : java.util.Arrays.copyOfRange(bytes, 1, bytes.length);
            return (ObjectNode) Json.jackson().readTree(json);
        } catch (IOException e) {
            throw new InternalException(
                    "the document at " + key + " is not one of this server's", e);
        }
    }
}
