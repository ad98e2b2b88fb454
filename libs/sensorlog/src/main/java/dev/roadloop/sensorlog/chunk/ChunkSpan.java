package dev.roadloop.sensorlog.chunk;

import java.util.Set;

/// Where a file's index says that a chunk lies, and what it holds.
///
/// @param position first byte of the chunk's record
/// @param length of the record, -1 if the index does not say
/// @param size of the chunk decompressed, -1 if the index does not say
/// @param start earliest log time
/// @param end latest log time
/// @param channels ids of the topics that it has messages of; empty if the index does not say
public record ChunkSpan(
        long position, long length, long size, long start, long end, Set<Integer> channels) {

    public ChunkSpan {
        channels = Set.copyOf(channels);
    }
}
