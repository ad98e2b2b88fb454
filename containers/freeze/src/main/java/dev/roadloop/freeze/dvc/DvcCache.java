package dev.roadloop.freeze.dvc;

import dev.roadloop.contracts.DatasetKeys;
import dev.roadloop.domain.file.OutputFile;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A folder of contents by MD5, laid out as DVC 3's cache. What is in it is never changed, and
/// read-only. Thread-safe.
public final class DvcCache {
    private static final Set<PosixFilePermission> READ_ONLY =
            PosixFilePermissions.fromString("r--r--r--");

    private final Path root;
    private final Set<Path> made = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Boolean posix;

    /// @param root the cache's folder, such as `.dvc/cache`
    public DvcCache(Path root) {
        this.root = root;
    }

    /// Where a content lies, or would.
    ///
    /// @param md5 its MD5, with `.dir` behind it for a folder
    public Path path(String md5) {
        return root.resolve(DatasetKeys.remotePath(md5));
    }

    /// Whether it has a content.
    public boolean has(String md5) {
        return Files.exists(path(md5));
    }

    /// Keeps a copy of a file.
    ///
    /// @return false if its content is there already
    public boolean keep(String md5, Path file) throws IOException {
        Path target = path(md5);
        if (Files.exists(target)) {
            return false;
        }
        Path half = half(target, md5);
        Files.copy(file, half, StandardCopyOption.REPLACE_EXISTING);
        finish(half, target);
        return true;
    }

    /// Keeps a content.
    ///
    /// @return false if it is there already
    public boolean keep(String md5, byte[] content) throws IOException {
        Path target = path(md5);
        if (Files.exists(target)) {
            return false;
        }
        Path half = half(target, md5);
        OutputFile.write(half, content);
        finish(half, target);
        return true;
    }

    /// Puts a content at a path, as a hard link where the file system allows it.
    public void checkOut(String md5, Path to) throws IOException {
        Path content = path(md5);
        make(to.resolveSibling("."));
        if (Files.exists(to)) {
            if (Files.isSameFile(content, to)) {
                return;
            }
            Files.delete(to);
        }
        try {
            Files.createLink(to, content);
        } catch (FileSystemException | UnsupportedOperationException e) {
            Files.copy(content, to);
        }
    }

    private Path half(Path target, String md5) throws IOException {
        make(target.resolveSibling("."));
        return target.resolveSibling(md5 + "." + Thread.currentThread().threadId() + ".new");
    }

    /// Another thread must not find a folder noted that is not there yet.
    private void make(Path folder) throws IOException {
        if (!made.contains(folder)) {
            Files.createDirectories(folder);
            made.add(folder);
        }
    }

    private void finish(Path half, Path target) throws IOException {
        if (isPosix(half)) {
            Files.setPosixFilePermissions(half, READ_ONLY);
        }
        try {
            Files.move(half, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(half, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// Asked once: for each answer the table of mounts is read.
    private boolean isPosix(Path content) throws IOException {
        Boolean known = posix;
        if (known == null) {
            known = Files.getFileStore(content).supportsFileAttributeView("posix");
            posix = known;
        }
        return known;
    }
}
