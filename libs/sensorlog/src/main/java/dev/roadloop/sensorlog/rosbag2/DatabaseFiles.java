package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.domain.file.OutputFile;
import dev.roadloop.sensorlog.ByteSource;
import dev.roadloop.sensorlog.Loss;
import dev.roadloop.sensorlog.LossReport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where SQLite finds a database. What a killed recorder has left beside it, `-wal` or `-journal`,
/// belongs to it: SQLite then works on a copy of all of them, so that nothing is written beside the
/// input. A source that is no file is copied too.
///
/// @param source closes what was copied with it
/// @param file for SQLite
/// @param recovered true if the copy is SQLite's to complete, false if the file must stay as it is
/// @param losses says that there was something beside it
record DatabaseFiles(ByteSource source, Path file, boolean recovered, LossReport losses) {

    private static final String WAL = "-wal";
    private static final List<String> SIDECARS = List.of(WAL, "-journal");
    private static final int COPY_BYTES = 1 << 20;

    static DatabaseFiles of(ByteSource source) throws IOException {
        Optional<Path> path = source.path();
        List<Path> beside = path.isPresent() ? beside(path.get()) : List.of();
        if (path.isPresent() && beside.isEmpty()) {
            return new DatabaseFiles(source, path.get(), false, LossReport.NONE);
        }
        Path folder = Files.createTempDirectory("roadloop-");
        Path copy = folder.resolve("copy.db3");
        try {
            List<Loss> losses = new ArrayList<>();
            copy(source, copy);
            for (Path each : beside) {
                String suffix = each.toString().substring(path.orElseThrow().toString().length());
                Files.copy(
                        each,
                        folder.resolve(copy.getFileName() + suffix),
                        StandardCopyOption.REPLACE_EXISTING);
                losses.add(left(source, each));
            }
            return new DatabaseFiles(
                    new TemporarySource(source, copy),
                    copy,
                    !beside.isEmpty(),
                    new LossReport(losses, 0));
        } catch (IOException | RuntimeException e) {
            TemporarySource.deleteFolder(folder);
            throw e;
        }
    }

    private static List<Path> beside(Path file) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String suffix : SIDECARS) {
            Path candidate = file.resolveSibling(file.getFileName() + suffix);
            if (Files.isRegularFile(candidate) && Files.size(candidate) > 0) {
                found.add(candidate);
            }
        }
        return found;
    }

    private static Loss left(ByteSource source, Path beside) throws IOException {
        WalFrames frames =
                beside.toString().endsWith(WAL) ? WalFrames.of(beside) : new WalFrames(0, 0);
        if (frames.committedBehind() > 0) {
            return new Loss(
                    Loss.Reason.CRC_MISMATCH,
                    frames.usable(),
                    Files.size(beside),
                    null,
                    null,
                    "%s: %s is damaged at byte %d of %d; messages of %d transactions behind cannot be read"
                            .formatted(
                                    source.name(),
                                    beside.getFileName(),
                                    frames.usable(),
                                    Files.size(beside),
                                    frames.committedBehind()));
        }
        return new Loss(
                Loss.Reason.BAD_INDEX,
                0,
                0,
                null,
                0L,
                "%s: expected a recorder that ended in order, found %d bytes in %s; what it had committed is read, what it had not is gone"
                        .formatted(source.name(), Files.size(beside), beside.getFileName()));
    }

    private static void copy(ByteSource source, Path target) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(COPY_BYTES);
        try (OutputFile out = OutputFile.create(target)) {
            for (long at = 0; at < source.size(); at += buffer.limit()) {
                buffer.clear();
                int n = source.read(at, buffer);
                if (n <= 0) {
                    throw new IOException(
                            "%s ends at byte %d; expected %d"
                                    .formatted(source.name(), at, source.size()));
                }
                buffer.flip();
                out.write(buffer);
            }
        }
    }
}
