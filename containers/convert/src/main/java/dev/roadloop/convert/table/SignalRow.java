package dev.roadloop.convert.table;

import dev.roadloop.sensorlog.message.MessageDecoder;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// One message on its way into a table. Mutable, to be used again for the next message; its array
/// belongs to the caller.
public final class SignalRow {

    long logTime;
    long publishTime;
    long sequence;
    String sourceFile = "";
    @Nullable String frameKey;
    @Nullable MessageDecoder decoder;
    String refusal = "";
    byte[] data = new byte[0];
    int offset;
    int length;

    /// Sets what the recording says about the message.
    ///
    /// @param logTime nanoseconds since the Unix epoch
    /// @param publishTime nanoseconds since the Unix epoch
    /// @param sourceFile name of the recording within its drive
    /// @param frameKey where the keyframe made of this message lies, or null
    public SignalRow describe(
            long logTime,
            long publishTime,
            long sequence,
            String sourceFile,
            @Nullable String frameKey) {
        this.logTime = logTime;
        this.publishTime = publishTime;
        this.sequence = sequence;
        this.sourceFile = sourceFile;
        this.frameKey = frameKey;
        return this;
    }

    /// Sets the message's bytes.
    public SignalRow bytes(byte[] data, int offset, int length) {
        this.data = data;
        this.offset = offset;
        this.length = length;
        return this;
    }

    /// Sets how the bytes are decoded. The decoder's places must be those that the table's layout
    /// was made from.
    ///
    /// @param decoder null where there is none for the table
    /// @param refusal why there is none; empty where there is one
    public SignalRow decodedBy(@Nullable MessageDecoder decoder, String refusal) {
        this.decoder = decoder;
        this.refusal = refusal;
        return this;
    }

    /// When the message was recorded, in nanoseconds since the Unix epoch.
    public long logTime() {
        return logTime;
    }

    /// The message's bytes, as a view.
    public ByteBuffer view() {
        return ByteBuffer.wrap(data, offset, length);
    }
}
