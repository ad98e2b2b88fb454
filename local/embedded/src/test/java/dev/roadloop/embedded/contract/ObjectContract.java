package dev.roadloop.embedded.contract;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/// What the contracts of S3 share: two buckets, a client, and a prefix of its own for each test.
abstract class ObjectContract {

    static final String DATA = "contract-data";
    static final String LANDING = "contract-landing";

    @RegisterExtension static final Contract CONTRACT = new Contract();

    final S3Client s3 = CONTRACT.s3();
    final String prefix = UUID.randomUUID() + "/";

    @AfterEach
    void close() {
        s3.close();
    }

    final ObjectIdentifier id(String key) {
        return ObjectIdentifier.builder().key(prefix + key).build();
    }

    final void put(String key, String content) {
        s3.putObject(r -> r.bucket(DATA).key(prefix + key), RequestBody.fromString(content));
    }

    final String get(String key) {
        return s3.getObjectAsBytes(r -> r.bucket(DATA).key(prefix + key)).asUtf8String();
    }

    /// What the embedded mode announced about an object, oldest first.
    static List<ObjectNode> eventsOf(ContractCloud cloud, String key) {
        return cloud.events().stream()
                .filter(event -> event.path("object").path("key").asText().equals(key))
                .toList();
    }

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(7).nextBytes(bytes);
        return bytes;
    }
}
