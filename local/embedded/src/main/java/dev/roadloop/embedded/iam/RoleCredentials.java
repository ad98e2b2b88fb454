package dev.roadloop.embedded.iam;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes and recognises credentials of roles without keeping a list of them: the session token says
/// role, session and end, authenticated by a secret in the state folder, and the key pair is
/// derived from it. They outlive a restart.
final class RoleCredentials {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final String TOKEN_PREFIX = "roadloop.";
    private static final int SECRET_BYTES = 32;

    private final byte[] secret;

    /// @param file holds the secret, made with mode 0600 where it is absent
    RoleCredentials(Path file) {
        this.secret = readOrCreate(file);
    }

    /// Who holds a session token of ours.
    ///
    /// @param roleArn the role
    /// @param session name of the session
    record Session(String roleArn, String session, Instant expiration) {}

    Credentials issue(String roleArn, String session, Instant expiration) {
        String content =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(
                                (roleArn + "\n" + session + "\n" + expiration)
                                        .getBytes(StandardCharsets.UTF_8));
        return credentials(TOKEN_PREFIX + content + "." + mac("token " + content), expiration);
    }

    /// Whether a token is one of ours, true or forged.
    static boolean isOurs(String token) {
        return token.startsWith(TOKEN_PREFIX);
    }

    /// The session of a genuine token; empty for a forged one.
    Optional<Session> session(String token) {
        int dot = token.lastIndexOf('.');
        if (!isOurs(token) || dot < TOKEN_PREFIX.length()) {
            return Optional.empty();
        }
        String content = token.substring(TOKEN_PREFIX.length(), dot);
        byte[] expected = mac("token " + content).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(
                expected, token.substring(dot + 1).getBytes(StandardCharsets.US_ASCII))) {
            return Optional.empty();
        }
        String[] parts =
                new String(Base64.getUrlDecoder().decode(content), StandardCharsets.UTF_8)
                        .split("\n");
        return Optional.of(new Session(parts[0], parts[1], Instant.parse(parts[2])));
    }

    /// The key pair that belongs to a token.
    Credentials credentials(String token, Instant expiration) {
        String id = "ASIA" + mac("id " + token).substring(0, 16).toUpperCase(Locale.ROOT);
        return new Credentials(id, mac("key " + token), token, expiration);
    }

    private String mac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }

    private static byte[] readOrCreate(Path file) {
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(file.toAbsolutePath().getParent());
                byte[] fresh = new byte[SECRET_BYTES];
                RANDOM.nextBytes(fresh);
                Path part = file.resolveSibling(file.getFileName() + ".part");
                Files.deleteIfExists(part);
                Files.createFile(
                        part,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
                Files.write(part, fresh, StandardOpenOption.SYNC);
                Files.move(part, file);
            }
            byte[] secret = Files.readAllBytes(file);
            if (secret.length != SECRET_BYTES) {
                throw new IllegalStateException(
                        file
                                + ": expected "
                                + SECRET_BYTES
                                + " bytes, found "
                                + secret.length
                                + "; delete it to make new credentials");
            }
            return secret;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    file + ": cannot keep the secret of role credentials", e);
        }
    }
}
