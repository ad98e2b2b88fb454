package dev.roadloop.domain;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A SHA-256 digest as 64 lower-case hexadecimal digits.
///
/// @param hex the digest's digits
public record Sha256(String hex) {
    private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{64}");

    /// @throws IllegalArgumentException when the text is not 64 lower-case hexadecimal digits
    public Sha256 {
        Checks.matches(SHAPE, hex, "SHA-256", "64 lower-case hexadecimal digits");
    }

    /// The digest with these 32 bytes.
    ///
    /// @throws IllegalArgumentException when there are not 32 of them
    public static Sha256 ofDigest(byte[] digest) {
        return new Sha256(HexFormat.of().formatHex(digest));
    }

    /// The digest of a content that is in memory.
    public static Sha256 of(byte[] content) {
        return ofDigest(newDigest().digest(content));
    }

    /// A fresh digest to feed a stream into.
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }

    /// The 32 bytes of the digest.
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /// The first digits of the digest.
    ///
    /// @param digits how many, 1 to 64
    public String prefix(int digits) {
        return hex.substring(0, digits);
    }

    @Override
    public String toString() {
        return hex;
    }
}
