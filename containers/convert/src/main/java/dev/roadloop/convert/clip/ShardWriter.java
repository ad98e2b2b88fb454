package dev.roadloop.convert.clip;

import dev.roadloop.domain.Sha256;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// Writes one tar file whose bytes depend on its members alone: no times, users or rights of the
/// machine. Members of the same sample follow each other, as the WebDataset library wants them; a
/// sample's key is what stands before the first dot of its members' names.
final class ShardWriter implements Closeable {

    private final MessageDigest digest = Sha256.newDigest();
    private final TarArchiveOutputStream tar;
    private final List<Map<String, Object>> members = new ArrayList<>();

    ShardWriter(Path file) throws IOException {
        OutputStream out =
                new DigestOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(file), 1 << 16), digest);
        tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    }

    /// Adds a member.
    ///
    /// @return its digest
    Sha256 add(String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setModTime(0L);
        entry.setIds(0, 0);
        entry.setNames("", "");
        entry.setMode(0100644);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
        Sha256 sha256 = Sha256.of(content);
        Map<String, Object> member = new LinkedHashMap<>();
        member.put("name", name);
        member.put("bytes", content.length);
        member.put("sha256", sha256.hex());
        members.add(member);
        return sha256;
    }

    /// The members so far: `name`, `bytes`, `sha256`.
    List<Map<String, Object>> members() {
        return List.copyOf(members);
    }

    /// The digest of the file. Only after [#close].
    Sha256 sha256() {
        return Sha256.ofDigest(digest.digest());
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
