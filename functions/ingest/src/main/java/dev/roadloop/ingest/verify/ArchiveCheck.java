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
import org.jspecify.annotations.Nullable;

/// Looks into zip and tar archives without unpacking them: an entry that would land outside the
/// folder it is unpacked in makes the drive unfit, as does an archive that unpacks to many times
/// its size.
///
/// Of a zip the central directory is read, and each local header, since either may be what an
/// unpacker goes by. A tar is read through. Memory: 4 MiB beside a zip's directory, whose size is
/// limited.
final class ArchiveCheck {
    private static final int MAX_ENTRIES = 20_000;
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
        try (ObjectChannel channel = new ObjectChannel(landing, object);
                ZipFile zip =
                        ZipFile.builder()
                                .setSeekableByteChannel(channel)
                                .setIgnoreLocalFileHeader(true)
                                .get()) {
            int count = 0;
            long unpacked = 0;
            Enumeration<ZipArchiveEntry> entries = zip.getEntries();
            while (entries.hasMoreElements()) {
                ZipArchiveEntry entry = entries.nextElement();
                unpacked += Math.max(0, entry.getSize());
                if (++count > MAX_ENTRIES || unpacked > limit(object)) {
                    return tooLarge(what, count, unpacked, object);
                }
                if (EntryNames.leadsOut(entry.getName())) {
                    return traversal(what, entry.getName(), null);
                }
                if ((entry.getUnixMode() & UNIX_TYPE) == UNIX_LINK) {
                    return traversal(what, entry.getName(), "a symbolic link");
                }
                String local = localName(channel, entry.getLocalHeaderOffset());
                if (!local.equals(new String(entry.getRawName(), StandardCharsets.ISO_8859_1))) {
                    return Optional.of(
                            new Unfit(
                                    QuarantineReason.ARCHIVE_PATH_TRAVERSAL,
                                    what
                                            + " has an entry that its directory"
                                            + " calls \""
                                            + shown(entry.getName())
                                            + "\" and its header \""
                                            + shown(local)
                                            + "\"; expected the same name in both: pack it anew"));
                }
            }
            return Optional.empty();
        }
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
                TarArchiveInputStream tar =
                        new TarArchiveInputStream(new LimitedStream(plain, limit(object)))) {
            int count = 0;
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                if (++count > MAX_ENTRIES) {
                    return tooLarge(what, count, tar.getBytesRead(), object);
                }
                if (EntryNames.leadsOut(entry.getName())) {
                    return traversal(what, entry.getName(), null);
                }
                boolean link = entry.isSymbolicLink() || entry.isLink();
                if (link
                        && EntryNames.linkLeadsOut(
                                entry.getName(), entry.getLinkName(), entry.isSymbolicLink())) {
                    return traversal(
                            what,
                            entry.getName(),
                            "a link to \"" + shown(entry.getLinkName()) + "\"");
                }
            }
            return Optional.empty();
        } catch (LimitedStream.Exceeded e) {
            return tooLarge(what, 0, limit(object), object);
        }
    }

    private static long limit(StoredObject object) {
        return Math.max(ALWAYS_ALLOWED, object.size() * MAX_RATIO);
    }

    private static Optional<Unfit> traversal(String what, String entry, @Nullable String link) {
        return Optional.of(
                new Unfit(
                        QuarantineReason.ARCHIVE_PATH_TRAVERSAL,
                        what
                                + " has the entry \""
                                + shown(entry)
                                + "\""
                                + (link == null ? "" : ", " + link)
                                + ", which would be unpacked outside its folder; pack it anew with"
                                + " relative paths and without such links"));
    }

    private static Optional<Unfit> tooLarge(
            String what, int entries, long unpacked, StoredObject object) {
        return Optional.of(
                new Unfit(
                        QuarantineReason.ARCHIVE_TOO_LARGE,
                        what
                                + " of "
                                + object.size()
                                + " bytes has "
                                + (entries > MAX_ENTRIES
                                        ? "more than " + MAX_ENTRIES + " entries"
                                        : unpacked + " bytes or more unpacked")
                                + "; expected at most "
                                + MAX_ENTRIES
                                + " entries and "
                                + limit(object)
                                + " bytes unpacked"));
    }

    private static String shown(String name) {
        String visible = name.replaceAll("\\p{Cntrl}", "?");
        return visible.length() <= 200 ? visible : visible.substring(0, 200) + "…";
    }
}
