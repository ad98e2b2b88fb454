package dev.roadloop.embedded.kms;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;

/// Key material, one file per key, readable by its owner only. Never replaced: what was encrypted
/// or signed with a key must stay readable and verifiable.
final class KeyStoreFolder {

    private static final SecureRandom RANDOM = new SecureRandom();

    private static final int AES_BYTES = 32;

    private final Path folder;

    KeyStoreFolder(Path folder) {
        this.folder = folder;
    }

    /// The 256-bit key of this id, made on first use.
    byte[] symmetric(String id) {
        return readOrCreate(
                folder.resolve(id + ".aes"),
                () -> {
                    byte[] key = new byte[AES_BYTES];
                    RANDOM.nextBytes(key);
                    return key;
                });
    }

    /// The key pair of this id, made on first use.
    ///
    /// @param curve such as `secp256r1`
    KeyPair elliptic(String id, String curve) {
        Path publicFile = folder.resolve(id + ".pub");
        byte[] privateKey =
                readOrCreate(
                        folder.resolve(id + ".pk8"),
                        () -> {
                            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
                            generator.initialize(new ECGenParameterSpec(curve));
                            KeyPair pair = generator.generateKeyPair();
                            // The public half first: a kill between the two leaves no private key
                            // without it.
                            write(publicFile, pair.getPublic().getEncoded());
                            return pair.getPrivate().getEncoded();
                        });
        try {
            KeyFactory factory = KeyFactory.getInstance("EC");
            return new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(Files.readAllBytes(publicFile))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(privateKey)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    folder + ": the key " + id + " cannot be read; restore it from a backup", e);
        } catch (IOException e) {
            throw new UncheckedIOException(publicFile + ": cannot be read", e);
        }
    }

    private interface Maker {
        byte[] make() throws GeneralSecurityException, IOException;
    }

    private synchronized byte[] readOrCreate(Path file, Maker maker) {
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(folder);
                write(file, maker.make());
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot keep the key", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform makes such keys", e);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        Files.createFile(
                part,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(part, content, StandardOpenOption.SYNC);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
