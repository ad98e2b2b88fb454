package dev.roadloop.sensorlog.rosbag2;

import dev.roadloop.sensorlog.WriteOptions;
import java.util.Objects;

/// How to write a rosbag2 directory.
///
/// @param storage what its files are
/// @param packing how rosbag2 itself compresses, beside what the storage does
/// @param splitBytes payload at which a file is closed and the next begun; a larger message has a
///   file of its own; [Long#MAX_VALUE] for one file
/// @param mcap how files of [Storage#MCAP] are written
public record Rosbag2WriteOptions(
        Storage storage, Packing packing, long splitBytes, WriteOptions mcap) {

    /// Formats of the files of a bag.
    public enum Storage {
        /// SQLite databases, `.db3`.
        SQLITE("sqlite3", ".db3"),
        /// MCAP files, `.mcap`.
        MCAP("mcap", ".mcap");

        private final String identifier;
        private final String suffix;

        Storage(String identifier, String suffix) {
            this.identifier = identifier;
            this.suffix = suffix;
        }

        /// Name of the plugin in `metadata.yaml`.
        String identifier() {
            return identifier;
        }

        String suffix() {
            return suffix;
        }
    }

    /// What `ros2 bag record --compression-mode` knows, with Zstandard.
    public enum Packing {
        /// Nothing.
        NONE,
        /// Each message alone.
        MESSAGE,
        /// Each file when it is finished.
        FILE;

        /// Value of `compression_mode`.
        String mode() {
            return this == NONE ? "" : name();
        }

        /// Value of `compression_format`.
        String format() {
            return this == NONE ? "" : "zstd";
        }
    }

    public Rosbag2WriteOptions {
        Objects.requireNonNull(storage, "storage");
        Objects.requireNonNull(packing, "packing");
        Objects.requireNonNull(mcap, "mcap");
        if (splitBytes < 1) {
            throw new IllegalArgumentException("splitBytes must be positive, found " + splitBytes);
        }
    }

    /// One database, not compressed: what every version of ROS 2 reads.
    public static Rosbag2WriteOptions defaults() {
        return new Rosbag2WriteOptions(
                Storage.SQLITE, Packing.NONE, Long.MAX_VALUE, WriteOptions.defaults());
    }

    /// With files of another format.
    public Rosbag2WriteOptions withStorage(Storage other) {
        return new Rosbag2WriteOptions(other, packing, splitBytes, mcap);
    }

    /// With another compression.
    public Rosbag2WriteOptions withPacking(Packing other) {
        return new Rosbag2WriteOptions(storage, other, splitBytes, mcap);
    }

    /// With files of about this payload.
    public Rosbag2WriteOptions withSplitBytes(long bytes) {
        return new Rosbag2WriteOptions(storage, packing, bytes, mcap);
    }
}
