package dev.roadloop.embedded.sagemaker;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// Writes a folder as a compressed tar archive, as SageMaker leaves models.
///
/// Source: POSIX.1-2017, pax, "ustar Interchange Format".
final class ModelArchive {

    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;
    private static final long LARGEST = (1L << 33) - 1;

    private ModelArchive() {}

    /// @throws IOException also when a name is longer than 100 bytes or a file has 8 GiB
    static void write(Path folder, Path archive) throws IOException {
        try (OutputStream out =
                        new GZIPOutputStream(
                                new BufferedOutputStream(Files.newOutputStream(archive)));
                Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String name = folder.relativize(file).toString();
                long size = Files.size(file);
                out.write(header(name, size, Files.getLastModifiedTime(file).toMillis() / 1000));
                long copied = Files.copy(file, out);
                if (copied != size) {
                    throw new IOException(
                            "%s: expected %d bytes, read %d".formatted(file, size, copied));
                }
                out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
            }
            out.write(new byte[2 * BLOCK]);
        }
    }

    private static byte[] header(String name, long size, long seconds) throws IOException {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        if (path.length > LONGEST_NAME || size > LARGEST) {
            throw new IOException(
                    "%s with %d bytes: expected a name of at most %d bytes and at most %d bytes"
                            .formatted(name, size, LONGEST_NAME, LARGEST));
        }
        byte[] header = new byte[BLOCK];
        System.arraycopy(path, 0, header, 0, path.length);
        text(header, 100, "0000644\0");
        text(header, 108, "0000000\0");
        text(header, 116, "0000000\0");
        text(header, 124, "%011o\0".formatted(size));
        text(header, 136, "%011o\0".formatted(seconds));
        // The checksum counts its own field as blanks.
        Arrays.fill(header, 148, 156, (byte) ' ');
        header[156] = '0';
        text(header, 257, "ustar\00000");
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        text(header, 148, "%06o\0 ".formatted(sum));
        return header;
    }

    private static void text(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }
}
