package dev.roadloop.embedded.kms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.roadloop.embedded.api.ApiException;
import dev.roadloop.embedded.api.AwsApi;
import dev.roadloop.embedded.api.Principal;
import dev.roadloop.embedded.template.CloudAssembly;
import dev.roadloop.embedded.template.CloudResource;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// KMS for the keys of a template: AES-256-GCM, and ECDSA on the NIST curves.
///
/// Source: AWS Key Management Service API reference. Keys cannot be made, disabled or rotated
/// through it.
public final class KmsApi implements AwsApi {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final int MAX_PLAINTEXT_BYTES = 4096;

    private final Map<String, KmsKey> keys = new LinkedHashMap<>();
    private final Map<String, String> aliases = new LinkedHashMap<>();
    private final KeyStoreFolder store;
    private final SymmetricCipher cipher;

    /// @param stateDirectory key material goes to `kms/`, mode 0600
    public KmsApi(CloudAssembly assembly, Path stateDirectory) {
        assembly.resources("AWS::KMS::Key").forEach(key -> keys.put(key.ref(), KmsKey.of(key)));
        for (CloudResource alias : assembly.resources("AWS::KMS::Alias")) {
            aliases.put(alias.name(), alias.requireText("TargetKeyId"));
        }
        this.store = new KeyStoreFolder(stateDirectory.resolve("kms"));
        this.cipher = new SymmetricCipher(store);
    }

    @Override
    public String service() {
        return "kms";
    }

    @Override
    public JsonNode call(Principal caller, String action, JsonNode input) {
        return switch (action) {
            case "Encrypt" -> encrypt(input);
            case "Decrypt" -> decrypt(input);
            case "GenerateDataKey" -> generateDataKey(input);
            case "Sign" -> sign(input);
            case "Verify" -> verify(input);
            case "GetPublicKey" -> publicKey(input);
            case "DescribeKey" -> object().set("KeyMetadata", describe(key(input)));
            case "ListKeys" -> {
                ArrayNode list = JsonNodeFactory.instance.arrayNode();
                keys.values()
                        .forEach(key ->
                                list.addObject().put("KeyId", key.id()).put("KeyArn", key.arn()));
                yield object().put("Truncated", false).set("Keys", list);
            }
            default ->
                    throw new ApiException(
                            "UnsupportedOperationException",
                            400,
                            "KMS's " + action + " is not served here");
        };
    }

    private ObjectNode encrypt(JsonNode input) {
        KmsKey key = key(input).require("ENCRYPT_DECRYPT", "Encrypt");
        byte[] plaintext = bytes(input, "Plaintext");
        if (plaintext.length == 0 || plaintext.length > MAX_PLAINTEXT_BYTES) {
            throw new ApiException(
                    "ValidationException",
                    400,
                    "Plaintext: expected 1 to "
                            + MAX_PLAINTEXT_BYTES
                            + " bytes, found "
                            + plaintext.length);
        }
        return object().put("KeyId", key.arn())
                .put("EncryptionAlgorithm", "SYMMETRIC_DEFAULT")
                .put(
                        "CiphertextBlob",
                        cipher.encrypt(key.id(), plaintext, input.path("EncryptionContext")));
    }

    private ObjectNode decrypt(JsonNode input) {
        byte[] ciphertext = bytes(input, "CiphertextBlob");
        KmsKey key = key(SymmetricCipher.keyId(ciphertext));
        if (input.has("KeyId") && !key(input).equals(key)) {
            throw new ApiException(
                    "IncorrectKeyException",
                    400,
                    "The key ID in the request does not identify a CMK that can perform this"
                            + " operation.");
        }
        return object().put("KeyId", key.arn())
                .put("EncryptionAlgorithm", "SYMMETRIC_DEFAULT")
                .put("Plaintext", cipher.decrypt(ciphertext, input.path("EncryptionContext")));
    }

    private ObjectNode generateDataKey(JsonNode input) {
        KmsKey key = key(input).require("ENCRYPT_DECRYPT", "GenerateDataKey");
        int length =
                input.path("NumberOfBytes")
                        .asInt(input.path("KeySpec").asText().equals("AES_128") ? 16 : 32);
        if (length < 1 || length > 1024) {
            throw new ApiException(
                    "ValidationException",
                    400,
                    "NumberOfBytes: expected 1 to 1024, found " + length);
        }
        byte[] dataKey = new byte[length];
        RANDOM.nextBytes(dataKey);
        return object().put("KeyId", key.arn())
                .put("Plaintext", dataKey)
                .put(
                        "CiphertextBlob",
                        cipher.encrypt(key.id(), dataKey, input.path("EncryptionContext")));
    }

    private ObjectNode sign(JsonNode input) {
        KmsKey key = key(input).require("SIGN_VERIFY", "Sign");
        try {
            Signature signature = signature(key, input);
            signature.initSign(pair(key).getPrivate());
            signature.update(bytes(input, "Message"));
            return object().put("KeyId", key.arn())
                    .put("SigningAlgorithm", key.signingAlgorithm())
                    .put("Signature", signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ECDSA with " + key.arn() + " failed", e);
        }
    }

    private ObjectNode verify(JsonNode input) {
        KmsKey key = key(input).require("SIGN_VERIFY", "Verify");
        boolean valid;
        try {
            Signature signature = signature(key, input);
            signature.initVerify(pair(key).getPublic());
            signature.update(bytes(input, "Message"));
            valid = signature.verify(bytes(input, "Signature"));
        } catch (GeneralSecurityException e) {
            valid = false; // Bytes that are no signature at all are a wrong signature.
        }
        if (!valid) {
            throw new ApiException(
                    "KMSInvalidSignatureException",
                    400,
                    "The signature does not belong to the message and the key " + key.arn() + ".");
        }
        return object().put("KeyId", key.arn())
                .put("SignatureValid", true)
                .put("SigningAlgorithm", key.signingAlgorithm());
    }

    private ObjectNode publicKey(JsonNode input) {
        KmsKey key = key(input).require("SIGN_VERIFY", "GetPublicKey");
        ObjectNode result =
                object().put("KeyId", key.arn())
                        .put("PublicKey", pair(key).getPublic().getEncoded())
                        .put("KeySpec", key.spec())
                        .put("CustomerMasterKeySpec", key.spec())
                        .put("KeyUsage", key.usage());
        result.putArray("SigningAlgorithms").add(key.signingAlgorithm());
        return result;
    }

    private static Signature signature(KmsKey key, JsonNode input) throws GeneralSecurityException {
        String algorithm = input.path("SigningAlgorithm").asText();
        if (!algorithm.equals(key.signingAlgorithm())) {
            throw new ApiException(
                    "InvalidKeyUsageException",
                    400,
                    "Algorithm "
                            + algorithm
                            + " is incompatible with key spec "
                            + key.spec()
                            + "; expected "
                            + key.signingAlgorithm());
        }
        if (!input.path("MessageType").asText("RAW").equals("DIGEST")) {
            return Signature.getInstance("SHA" + key.digestBytes() * 8 + "withECDSA");
        }
        int length = bytes(input, "Message").length;
        if (length != key.digestBytes()) {
            throw new ApiException(
                    "ValidationException",
                    400,
                    "Digest is invalid length for algorithm "
                            + algorithm
                            + ": expected "
                            + key.digestBytes()
                            + " bytes, found "
                            + length);
        }
        return Signature.getInstance("NONEwithECDSA");
    }

    private static ObjectNode describe(KmsKey key) {
        ObjectNode result =
                object().put("KeyId", key.id())
                        .put("Arn", key.arn())
                        .put("Enabled", true)
                        .put("KeyState", "Enabled")
                        .put("KeyUsage", key.usage())
                        .put("KeySpec", key.spec())
                        .put("Description", key.description())
                        .put("Origin", "AWS_KMS")
                        .put("KeyManager", "CUSTOMER");
        result.put("AWSAccountId", key.arn().split(":")[4]);
        key.algorithms()
                .forEach(
                        result.putArray(
                                        key.usage().equals("SIGN_VERIFY")
                                                ? "SigningAlgorithms"
                                                : "EncryptionAlgorithms")
                                ::add);
        return result;
    }

    private KeyPair pair(KmsKey key) {
        return store.elliptic(key.id(), key.curve());
    }

    private KmsKey key(JsonNode input) {
        return key(input.path("KeyId").asText());
    }

    private KmsKey key(String idArnOrAlias) {
        int alias = idArnOrAlias.indexOf("alias/");
        String name =
                alias >= 0
                        ? aliases.getOrDefault(idArnOrAlias.substring(alias), idArnOrAlias)
                        : idArnOrAlias;
        @Nullable KmsKey key = keys.get(name.substring(name.lastIndexOf('/') + 1));
        if (key == null) {
            throw new ApiException(
                    "NotFoundException", 400, "Key '" + idArnOrAlias + "' does not exist");
        }
        return key;
    }

    private static byte[] bytes(JsonNode input, String field) {
        try {
            return input.path(field).isMissingNode()
                    ? new byte[0]
                    : input.path(field).binaryValue();
        } catch (IOException e) {
            throw new ApiException("SerializationException", 400, field + " is not Base64");
        }
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
