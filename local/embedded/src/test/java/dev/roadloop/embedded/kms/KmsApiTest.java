package dev.roadloop.embedded.kms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.template.Assemblies;
import dev.roadloop.embedded.template.CloudAssembly;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KmsApiTest {

    private static final Principal OWNER = new Principal("arn:aws:iam::123456789012:root");
    private static final byte[] MESSAGE = "report".getBytes(StandardCharsets.UTF_8);

    @TempDir private Path directory;

    private CloudAssembly assembly;
    private KmsApi kms;
    private String signing;

    @BeforeEach
    void load() {
        assembly =
                Assemblies.of(
                        directory.resolve("cdk.out"),
                        URI.create("http://127.0.0.1:1"),
                        """
                        {"Data": {"Type": "AWS::KMS::Key"},
                         "Alias": {"Type": "AWS::KMS::Alias", "Properties": {"AliasName": "alias/data", "TargetKeyId": {"Ref": "Data"}}},
                         "Signing": {"Type": "AWS::KMS::Key", "Properties": {"KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY"}}}\
                        """);
        kms = new KmsApi(assembly, directory);
        signing = assembly.resources("AWS::KMS::Key").getLast().ref();
    }

    @Test
    void decryptsAfterARestartWithTheSameContextOnly() throws IOException {
        ObjectNode context = object().put("drive", "d1");
        byte[] sealed =
                call(
                                "Encrypt",
                                key("alias/data")
                                        .put("Plaintext", MESSAGE)
                                        .set("EncryptionContext", context))
                        .path("CiphertextBlob")
                        .binaryValue();
        load();

        assertThat(
                        call(
                                        "Decrypt",
                                        object().put("CiphertextBlob", sealed)
                                                .set("EncryptionContext", context))
                                .path("Plaintext")
                                .binaryValue())
                .isEqualTo(MESSAGE);
        assertThatThrownBy(() -> call("Decrypt", object().put("CiphertextBlob", sealed)))
                .hasMessageContaining("encryption context");
        sealed[sealed.length - 1] ^= 1;
        assertThatThrownBy(() ->
                        call(
                                "Decrypt",
                                object().put("CiphertextBlob", sealed)
                                        .set("EncryptionContext", context)))
                .hasMessageContaining("damaged");
    }

    @Test
    void makesDataKeysThatDecrypt() throws IOException {
        JsonNode made = call("GenerateDataKey", key("alias/data").put("KeySpec", "AES_256"));
        assertThat(made.path("Plaintext").binaryValue()).hasSize(32);
        assertThat(
                        call(
                                        "Decrypt",
                                        object().put(
                                                        "CiphertextBlob",
                                                        made.path("CiphertextBlob").binaryValue()))
                                .path("Plaintext")
                                .binaryValue())
                .isEqualTo(made.path("Plaintext").binaryValue());
    }

    @Test
    void signsSoThatAnyoneWithThePublicKeyCanVerify() throws Exception {
        byte[] signature = call("Sign", sign(MESSAGE, "RAW")).path("Signature").binaryValue();
        byte[] publicKey = call("GetPublicKey", key(signing)).path("PublicKey").binaryValue();
        Signature verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(
                KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(publicKey)));
        verifier.update(MESSAGE);
        assertThat(verifier.verify(signature)).isTrue();

        byte[] digest = MessageDigest.getInstance("SHA-256").digest(MESSAGE);
        assertThat(
                        call("Verify", sign(digest, "DIGEST").put("Signature", signature))
                                .path("SignatureValid")
                                .asBoolean())
                .isTrue();
        assertThatThrownBy(() ->
                        call("Verify", sign(new byte[] {1}, "RAW").put("Signature", signature)))
                .hasMessageContaining("does not belong");
        assertThatThrownBy(() ->
                        call("Verify", sign(MESSAGE, "RAW").put("Signature", new byte[] {1, 2})))
                .hasMessageContaining("does not belong");
    }

    @Test
    void refusesKeysForWhatTheyAreNotMadeFor() {
        assertThatThrownBy(() -> call("Encrypt", key(signing).put("Plaintext", MESSAGE)))
                .hasMessageContaining("SIGN_VERIFY");
        assertThatThrownBy(() -> call("Sign", key("alias/data").put("Message", MESSAGE)))
                .hasMessageContaining("ENCRYPT_DECRYPT");
        assertThatThrownBy(() ->
                        call(
                                "Sign",
                                key(signing)
                                        .put("Message", MESSAGE)
                                        .put("SigningAlgorithm", "ECDSA_SHA_512")))
                .hasMessageContaining("ECDSA_SHA_256");
        assertThatThrownBy(() -> call("DescribeKey", key("gone"))).hasMessageContaining("'gone'");
    }

    @Test
    void keepsKeyMaterialFromOtherUsers() throws IOException {
        call("Sign", sign(MESSAGE, "RAW"));
        call("GenerateDataKey", key("alias/data"));
        try (Stream<Path> files = Files.list(directory.resolve("kms"))) {
            assertThat(files)
                    .hasSize(3)
                    .allSatisfy(file ->
                            assertThat(
                                            PosixFilePermissions.toString(
                                                    Files.getPosixFilePermissions(file)))
                                    .isEqualTo("rw-------"));
        }
    }

    private ObjectNode sign(byte[] message, String type) {
        return key(signing)
                .put("Message", message)
                .put("MessageType", type)
                .put("SigningAlgorithm", "ECDSA_SHA_256");
    }

    private JsonNode call(String action, JsonNode input) {
        return kms.call(OWNER, action, input);
    }

    private static ObjectNode key(String id) {
        return object().put("KeyId", id);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
