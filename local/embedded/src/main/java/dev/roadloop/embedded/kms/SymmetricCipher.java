package dev.roadloop.embedded.kms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.roadloop.embedded.api.ApiException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.TreeMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-256-GCM with the encryption context as additional data. A ciphertext begins with the id of
/// its key, so that `Decrypt` needs none, as with KMS.
final class SymmetricCipher {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final byte VERSION = 1;
    private static final int ID_BYTES = 36;
    private static final int NONCE_BYTES = 12;
    private static final int HEADER_BYTES = 1 + ID_BYTES + NONCE_BYTES;
    private static final int TAG_BITS = 128;

    private final KeyStoreFolder keys;

    SymmetricCipher(KeyStoreFolder keys) {
        this.keys = keys;
    }

    byte[] encrypt(String keyId, byte[] plaintext, JsonNode context) {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keyId, nonce, context).doFinal(plaintext);
            return ByteBuffer.allocate(HEADER_BYTES + sealed.length)
                    .put(VERSION)
                    .put(keyId.getBytes(StandardCharsets.US_ASCII))
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM with the key " + keyId + " failed", e);
        }
    }

    /// The id of the key that a ciphertext was made with.
    static String keyId(byte[] ciphertext) {
        if (ciphertext.length < HEADER_BYTES + TAG_BITS / 8 || ciphertext[0] != VERSION) {
            throw invalid();
        }
        return new String(ciphertext, 1, ID_BYTES, StandardCharsets.US_ASCII);
    }

    byte[] decrypt(byte[] ciphertext, JsonNode context) {
        String keyId = keyId(ciphertext);
        byte[] nonce = Arrays.copyOfRange(ciphertext, 1 + ID_BYTES, HEADER_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, keyId, nonce, context)
                    .doFinal(ciphertext, HEADER_BYTES, ciphertext.length - HEADER_BYTES);
        } catch (AEADBadTagException e) {
            throw invalid();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM with the key " + keyId + " failed", e);
        }
    }

    private Cipher cipher(int mode, String keyId, byte[] nonce, JsonNode context)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                mode,
                new SecretKeySpec(keys.symmetric(keyId), "AES"),
                new GCMParameterSpec(TAG_BITS, nonce));
        TreeMap<String, String> sorted = new TreeMap<>();
        context.properties()
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue().asText()));
        sorted.forEach((name, value) ->
                cipher.updateAAD(
                        (name.length() + ":" + name + value.length() + ":" + value)
                                .getBytes(StandardCharsets.UTF_8)));
        return cipher;
    }

    private static ApiException invalid() {
        return new ApiException(
                "InvalidCiphertextException",
                400,
                "The ciphertext is damaged, or was made elsewhere or with another encryption"
                        + " context.");
    }
}
