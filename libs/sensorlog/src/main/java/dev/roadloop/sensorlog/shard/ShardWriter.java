package dev.roadloop.sensorlog.shard;

import dev.roadloop.domain.file.OutputFile;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Writes one tar file whose bytes depend on its members alone: no times, users or rights of the
/// machine. Members of the same sample follow each other, as the WebDataset library wants them; a
/// sample's key is what stands before the first dot of its members' names.
public final class ShardWriter implements Closeable {

    private final MessageDigest digest = newDigest();
    private final TarArchiveOutputStream tar;
    private final List<Map<String, Object>> members = new ArrayList<>();

    /// Begins a shard; a file that is there is replaced.
    public ShardWriter(Path file) throws IOException {
        OutputStream out = new DigestOutputStream(OutputFile.stream(file), digest);
        tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    /// Adds a member.
    ///
    /// @return its SHA-256, 64 hexadecimal digits
    public String add(String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setModTime(0L);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setMode(0100644);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
        String sha256 = HexFormat.of().formatHex(newDigest().digest(content));
        Map<String, Object> member = new LinkedHashMap<>();
        member.put("name", name);
        member.put("bytes", content.length);
        member.put("sha256", sha256);
        members.add(member);
        return sha256;
    }

    /// The members so far: `name`, `bytes`, `sha256`.
    public List<Map<String, Object>> members() {
        return List.copyOf(members);
    }

    /// The SHA-256 of the file, 64 hexadecimal digits. Only once, after [#close].
    public String sha256() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
