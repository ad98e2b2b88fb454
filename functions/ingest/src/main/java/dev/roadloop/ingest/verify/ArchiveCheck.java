package dev.roadloop.ingest.verify;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.StoredObject;
import dev.roadloop.contracts.QuarantineReason;
import dev.roadloop.domain.TransientException;
import dev.roadloop.ingest.verify.VerifyFile.Unfit;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/// Looks into zip and tar archives without unpacking them: an entry that would land outside the
/// folder it is unpacked in makes the drive unfit, as does an archive that unpacks to many times
/// its size.
///
/// Of a zip the central directory is read, and each local header, since either may be what an
/// unpacker goes by. A tar is read through. Memory: a zip's directory of at most 32 MiB, which the
/// reader keeps; of a tar one header of at most 1 MiB; the names of all entries.
final class ArchiveCheck {
    private static final long MAX_DIRECTORY = 32L << 20;
    private static final long MAX_HEADER = 1L << 20;
    private static final long MAX_RATIO = 200;
    private static final long ALWAYS_ALLOWED = 1L << 30;
    private static final int LOCAL_HEADER = 30;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int NAME_LENGTH_AT = 26;
    private static final int UNIX_LINK = 0120000;
    private static final int UNIX_TYPE = 0170000;

    private final Bucket landing;

    ArchiveCheck(Bucket landing) {
        this.landing = landing;
    }

    /// What makes a file unfit; empty when nothing does, or it is no archive by its name.
    Optional<Unfit> check(String what, StoredObject object) {
        String name = object.key().toLowerCase(Locale.ROOT);
        try {
            if (name.endsWith(".zip")) {
                return zip(what, object);
            }
            if (name.endsWith(".tar") || name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
                return tar(what, object, !name.endsWith(".tar"));
            }
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.of(
                    new Unfit(
                            QuarantineReason.UNREADABLE,
                            what
                                    + " cannot be read as the archive its name says: "
                                    + e.getMessage()));
        }
    }

    private Optional<Unfit> zip(String what, StoredObject object) throws IOException {
        try (ObjectChannel channel = new ObjectChannel(landing, object)) {
            channel.allow(MAX_DIRECTORY);
            try (ZipFile zip =
                    ZipFile.builder()
                            .setSeekableByteChannel(channel)
                            .setIgnoreLocalFileHeader(true)
                            .get()) {
                channel.allow(Long.MAX_VALUE);
                return zip(what, object, channel, zip);
            }
        } catch (LimitedStream.Exceeded e) {
            return tooLarge(what, "a directory of more than " + MAX_DIRECTORY + " bytes", object);
        }
    }

    private Optional<Unfit> zip(
            String what, StoredObject object, ObjectChannel channel, ZipFile zip)
            throws IOException {
        ArchiveEntries seen = new ArchiveEntries(what);
        long left = limit(object);
        Enumeration<ZipArchiveEntry> entries = zip.getEntries();
        while (entries.hasMoreElements()) {
            ZipArchiveEntry entry = entries.nextElement();
            left -= Math.min(left + 1, Math.max(0, entry.getSize()));
            boolean link = (entry.getUnixMode() & UNIX_TYPE) == UNIX_LINK;
            Optional<Unfit> unfit =
                    link
                            ? seen.link(entry.getName(), null, true)
                            : entry.isDirectory()
                                    ? seen.folder(entry.getName())
                                    : seen.file(entry.getName());
            if (seen.tooMany() || left < 0) {
                return tooLarge(what, seen, left < 0, object);
            }
            if (unfit.isPresent()) {
                return unfit;
            }
            String local = localName(channel, entry.getLocalHeaderOffset());
            if (!local.equals(new String(entry.getRawName(), StandardCharsets.ISO_8859_1))) {
                return Optional.of(
                        new Unfit(
                                QuarantineReason.ARCHIVE_PATH_TRAVERSAL,
                                what
                                        + " has an entry that its directory calls \""
                                        + ArchiveEntries.shown(entry.getName())
                                        + "\" and its header \""
                                        + ArchiveEntries.shown(local)
                                        + "\"; expected the same name in both: pack it anew"));
            }
        }
        return seen.together();
    }

    private static String localName(ObjectChannel channel, long offset) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(LOCAL_HEADER).order(ByteOrder.LITTLE_ENDIAN);
        channel.readFully(offset, header);
        if (header.getInt(0) != LOCAL_SIGNATURE) {
            throw new IOException(
                    "there is no entry at byte "
                            + offset
                            + ", where the directory says that there is one");
        }
        ByteBuffer name = ByteBuffer.allocate(Short.toUnsignedInt(header.getShort(NAME_LENGTH_AT)));
        channel.readFully(offset + LOCAL_HEADER, name);
        return new String(name.array(), StandardCharsets.ISO_8859_1);
    }

    private Optional<Unfit> tar(String what, StoredObject object, boolean zipped)
            throws IOException {
        InputStream content =
                landing.stream(object.key(), object.etag())
                        .orElseThrow(() ->
                                new TransientException(
                                        landing.at(object.key())
                                                + " changed while it was verified"));
        try (InputStream buffered = new BufferedInputStream(content, 1 << 20);
                InputStream plain = zipped ? new GZIPInputStream(buffered) : buffered;
                LimitedStream limited = new LimitedStream(plain, limit(object));
                TarArchiveInputStream tar = new TarArchiveInputStream(limited)) {
            ArchiveEntries seen = new ArchiveEntries(what);
            long left = limit(object);
            limited.allow(MAX_HEADER);
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                // A sparse file unpacks to more than lies in the archive.
                left -= Math.min(left + 1, Math.max(0, entry.getRealSize()));
                Optional<Unfit> unfit = entry(seen, entry);
                if (seen.tooMany() || left < 0) {
                    return tooLarge(what, seen, left < 0, object);
                }
                if (unfit.isPresent()) {
                    return unfit;
                }
                limited.allow(entry.getSize() + MAX_HEADER);
            }
            return seen.together();
        } catch (LimitedStream.Exceeded e) {
            return tooLarge(
                    what,
                    "more than "
                            + limit(object)
                            + " bytes unpacked, or an entry with a header of more than "
                            + MAX_HEADER,
                    object);
        }
    }

    private static Optional<Unfit> entry(ArchiveEntries seen, TarArchiveEntry entry) {
        if (entry.isSymbolicLink() || entry.isLink()) {
            return seen.link(entry.getName(), entry.getLinkName(), entry.isSymbolicLink());
        }
        return entry.isDirectory() ? seen.folder(entry.getName()) : seen.file(entry.getName());
    }

    private static long limit(StoredObject object) {
        return Math.max(ALWAYS_ALLOWED, object.size() * MAX_RATIO);
    }

    private static Optional<Unfit> tooLarge(
            String what, ArchiveEntries seen, boolean unpacked, StoredObject object) {
        return tooLarge(
                what,
                unpacked
                        ? "more than " + limit(object) + " bytes unpacked"
                        : seen.count() + " or more entries, or very long names",
                object);
    }

    private static Optional<Unfit> tooLarge(String what, String found, StoredObject object) {
        return Optional.of(
                new Unfit(
                        QuarantineReason.ARCHIVE_TOO_LARGE,
                        what
                                + " of "
                                + object.size()
                                + " bytes has "
                                + found
                                + "; expected at most "
                                + ArchiveEntries.MAX_ENTRIES
                                + " entries and "
                                + limit(object)
                                + " bytes unpacked"));
    }
}
