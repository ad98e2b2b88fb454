package dev.roadloop.sensorlog.chunk;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Chunks that were opened together.
///
/// @param from first byte of the first of them in the file
/// @param bytes of the file from there on, compressed, with what lies between the chunks
/// @param chunks null for those that must be opened one at a time, to say what is wrong
record OpenedGroup(long from, ByteBuffer bytes, List<ChunksAhead.@Nullable Opened> chunks) {

    static final OpenedGroup NONE = new OpenedGroup(0, ByteBuffer.allocate(0), List.of());
}
