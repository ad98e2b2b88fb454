package dev.roadloop.ingest.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roadloop.aws.Bucket;
import dev.roadloop.aws.TestAws;
import dev.roadloop.contracts.QuarantineReason;
import dev.roadloop.ingest.verify.VerifyFile.Unfit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives as an attacker packs them, and as they should be.
class ArchiveCheckTest {
    private static final byte FILE = TarConstants.LF_NORMAL;
    private static final byte SYMLINK = TarConstants.LF_SYMLINK;
    private static final byte HARD_LINK = TarConstants.LF_LINK;
    private static final byte FOLDER = TarConstants.LF_DIR;

    private TestAws aws;
    private Bucket landing;

    /// A tar in the making.
    private static final class Tar {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final TarArchiveOutputStream out = new TarArchiveOutputStream(bytes);

        Tar() {
            out.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
            out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
        }

        Tar with(String name, byte type, String target) throws IOException {
            TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
            entry.setLinkName(target);
            entry.setSize(type == FILE ? 1 : 0);
            out.putArchiveEntry(entry);
            if (type == FILE) {
                out.write(1);
            }
            out.closeArchiveEntry();
            return this;
        }

        /// An entry whose name is so long, as GNU tar writes one.
        Tar withLongName(int length) throws IOException {
            TarArchiveEntry entry =
                    new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
            entry.setSize(length);
            out.putArchiveEntry(entry);
            out.write("x".repeat(length).getBytes(StandardCharsets.US_ASCII));
            out.closeArchiveEntry();
            return with("x", FILE, "");
        }

        /// An entry that says it has so many bytes, with none behind it.
        byte[] thatDeclares(String name, long size) throws IOException {
            TarArchiveEntry entry = new TarArchiveEntry(name);
            entry.setSize(size);
            out.putArchiveEntry(entry);
            out.flush();
            return bytes.toByteArray();
        }

        byte[] bytes() throws IOException {
            out.close();
            return bytes.toByteArray();
        }
    }

    @BeforeEach
    void open() {
        aws = new TestAws();
        landing = new Bucket(aws.clients().s3(), "landing");
    }

    @AfterEach
    void close() {
        aws.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x",
                "a/../../x",
                "/etc/passwd",
                "C:\\x",
                "..\\x",
                "\\\\server\\x",
                "a/.."
            })
    void refusesATarWhoseEntryLeadsOut(String name) throws IOException {
        QuarantineReason expected =
                name.equals("a/..") ? null : QuarantineReason.ARCHIVE_PATH_TRAVERSAL;

        assertThat(reason("a.tar", new Tar().with(name, FILE, "").bytes())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "l, /etc, symbolic, refused",
        "l, .., symbolic, refused",
        "a/l, ../.., symbolic, refused",
        "a/l, ../b, symbolic, taken",
        "a/l, .., symbolic, taken",
        "l, ../x, hard, refused",
        "l, /x, hard, refused",
        "l, a/x, hard, taken"
    })
    void refusesALinkThatLeadsOut(String name, String target, String kind, String end)
            throws IOException {
        byte type = kind.equals("symbolic") ? SYMLINK : HARD_LINK;

        assertThat(reason("a.tar", new Tar().with(name, type, target).bytes()))
                .isEqualTo(end.equals("taken") ? null : QuarantineReason.ARCHIVE_PATH_TRAVERSAL);
    }

    @Test
    void refusesWhatLiesBelowALinkSinceItLandsWhereTheLinkLeads() throws IOException {
        byte[] chained =
                new Tar()
                        .with("a/b/one", SYMLINK, "../..")
                        .with("a/b/one/two", SYMLINK, "..")
                        .with("a/b/one/two/evil", FILE, "")
                        .bytes();
        byte[] through = new Tar().with("d/l", SYMLINK, "..").with("d/l/../x", FILE, "").bytes();
        byte[] linkLast = new Tar().with("d/l/x", FILE, "").with("./d//l", SYMLINK, "..").bytes();

        assertThat(reason("a.tar", chained)).isEqualTo(QuarantineReason.ARCHIVE_PATH_TRAVERSAL);
        assertThat(reason("a.tar", through)).isEqualTo(QuarantineReason.ARCHIVE_PATH_TRAVERSAL);
        assertThat(reason("a.tar", linkLast)).isEqualTo(QuarantineReason.ARCHIVE_PATH_TRAVERSAL);
    }

    @Test
    void refusesANameThatComesTwiceOfWhichOneWouldBeLost() throws IOException {
        byte[] twice = new Tar().with("a/x", FILE, "").with("./a/x", FILE, "").bytes();
        byte[] folders = new Tar().with("a/", FOLDER, "").with("a/", FOLDER, "").bytes();
        byte[] fileAndLink = new Tar().with("x", FILE, "").with("x", SYMLINK, "y").bytes();

        assertThat(reason("a.tar", twice)).isEqualTo(QuarantineReason.DUPLICATE_FILE);
        assertThat(reason("a.tar", fileAndLink)).isEqualTo(QuarantineReason.DUPLICATE_FILE);
        assertThat(reason("a.tar", folders)).isNull();
    }

    @Test
    void refusesAMemberThatIsHugeBeforeItReadsIt() throws IOException {
        assertThat(reason("a.tar", new Tar().thatDeclares("x", 1L << 42)))
                .isEqualTo(QuarantineReason.ARCHIVE_TOO_LARGE);
        assertThat(reason("a.tgz", gzip(new Tar().thatDeclares("x", 3L << 30))))
                .isEqualTo(QuarantineReason.ARCHIVE_TOO_LARGE);
    }

    @Test
    void refusesANameThatWouldFillTheMemory() throws IOException {
        byte[] longName = new Tar().withLongName(3 << 20).bytes();

        assertThat(reason("a.tar.gz", gzip(longName)))
                .isEqualTo(QuarantineReason.ARCHIVE_TOO_LARGE);
    }

    @Test
    void refusesMoreEntriesThanAnArchiveMayHave() throws IOException {
        Tar tar = new Tar();
        for (int i = 0; i <= ArchiveEntries.MAX_ENTRIES; i++) {
            tar.with("f" + i, FOLDER, "");
        }

        assertThat(reason("a.tgz", gzip(tar.bytes())))
                .isEqualTo(QuarantineReason.ARCHIVE_TOO_LARGE);
    }

    @Test
    void refusesWhatIsNoArchiveOrOnlyPartOfOne() throws IOException {
        byte[] noise = new byte[4096];
        new Random(1).nextBytes(noise);
        byte[] cut = new Tar().thatDeclares("x", 5_000);

        assertThat(reason("a.tar", noise)).isEqualTo(QuarantineReason.UNREADABLE);
        assertThat(reason("a.tgz", noise)).isEqualTo(QuarantineReason.UNREADABLE);
        assertThat(reason("a.zip", noise)).isEqualTo(QuarantineReason.UNREADABLE);
        assertThat(reason("a.tar", cut)).isEqualTo(QuarantineReason.UNREADABLE);
    }

    @Test
    void refusesAZipWhoseDirectoryAndHeadersDisagree() throws IOException {
        byte[] zip = zip("good-name.txt");
        byte[] evil = "../evil-n.txt".getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(evil, 0, zip, 30, evil.length);

        assertThat(reason("a.zip", zip)).isEqualTo(QuarantineReason.ARCHIVE_PATH_TRAVERSAL);
        assertThat(reason("a.zip", zip("good-name.txt"))).isNull();
    }

    @Test
    void takesAnOrdinaryTar() throws IOException {
        byte[] tar =
                new Tar()
                        .with("logs/", FOLDER, "")
                        .with("logs/a.txt", FILE, "")
                        .with("logs/latest", SYMLINK, "a.txt")
                        .with("b/..c/x..y", FILE, "")
                        .bytes();

        assertThat(reason("a.tar", tar)).isNull();
        assertThat(reason("A.TAR.GZ", gzip(tar))).isNull();
    }

    /// The reason with which it is refused; null when it is taken.
    private QuarantineReason reason(String name, byte[] content) {
        aws.put("landing/" + name, content);
        Optional<Unfit> unfit =
                new ArchiveCheck(landing).check("archive 7", landing.find(name).orElseThrow());
        unfit.ifPresent(found -> assertThat(found.message()).contains("archive 7"));
        return unfit.map(Unfit::reason).orElse(null);
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    private static byte[] zip(String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            out.putNextEntry(new ZipEntry(name));
            out.write(1);
            out.closeEntry();
        }
        return bytes.toByteArray();
    }
}
