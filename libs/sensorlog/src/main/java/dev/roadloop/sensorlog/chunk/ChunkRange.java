package dev.roadloop.sensorlog.chunk;

/// A chunk that an index names, with the records up to the next one.
///
/// @param from first byte of the chunk's record
/// @param length of the record, -1 if the index does not say
/// @param size of the chunk decompressed, -1 if the index does not say
/// @param to where to stop reading: where the next chunk begins if it is near, else after this one
record ChunkRange(long from, long length, long size, long to) {}
